//! What one would write by hand for the values that `data.py` makes: times and URIs are texts, what may be absent or
//! `null` is an `Option`, or two where both occur. Fields that no value has and that need types of their own are left out.

use serde::{Deserialize, Deserializer, Serialize};
pub use serde_json::{from_slice as read, to_vec as write};

/// What is there, even if it is `null`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn absent<T>(value: &Option<T>) -> bool {
    value.is_none()
}

#[derive(Deserialize, Serialize)]
pub struct User {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    name: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    email: Option<Option<String>>,
    login: String,
    id: i64,
    node_id: String,
    avatar_url: String,
    gravatar_id: Option<String>,
    url: String,
    html_url: String,
    followers_url: String,
    following_url: String,
    gists_url: String,
    starred_url: String,
    subscriptions_url: String,
    organizations_url: String,
    repos_url: String,
    events_url: String,
    received_events_url: String,
    r#type: String,
    site_admin: bool,
    #[serde(skip_serializing_if = "absent")]
    starred_at: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub enum Label {
    Name(String),
    Whole(WholeLabel),
}

#[derive(Deserialize, Serialize)]
pub struct WholeLabel {
    #[serde(skip_serializing_if = "absent")]
    id: Option<i64>,
    #[serde(skip_serializing_if = "absent")]
    node_id: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    url: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    name: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    description: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    color: Option<Option<String>>,
    #[serde(skip_serializing_if = "absent")]
    default: Option<bool>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Open,
    Closed,
}

#[derive(Deserialize, Serialize)]
pub struct Milestone {
    url: String,
    html_url: String,
    labels_url: String,
    id: i64,
    node_id: String,
    number: i64,
    state: State,
    title: String,
    description: Option<String>,
    creator: Option<User>,
    open_issues: i64,
    closed_issues: i64,
    created_at: String,
    updated_at: String,
    closed_at: Option<String>,
    due_on: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Association {
    Collaborator,
    Contributor,
    FirstTimer,
    FirstTimeContributor,
    Mannequin,
    Member,
    None,
    Owner,
}

#[derive(Deserialize, Serialize)]
pub struct Reactions {
    url: String,
    total_count: i64,
    #[serde(rename = "+1")]
    up: i64,
    #[serde(rename = "-1")]
    down: i64,
    laugh: i64,
    confused: i64,
    heart: i64,
    hooray: i64,
    eyes: i64,
    rocket: i64,
}

#[derive(Deserialize, Serialize)]
pub struct PullRequest {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    merged_at: Option<Option<String>>,
    diff_url: Option<String>,
    html_url: Option<String>,
    patch_url: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub struct Issue {
    id: i64,
    node_id: String,
    url: String,
    repository_url: String,
    labels_url: String,
    comments_url: String,
    events_url: String,
    html_url: String,
    number: i64,
    state: String,
    title: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    body: Option<Option<String>>,
    user: Option<User>,
    labels: Vec<Label>,
    assignee: Option<User>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    assignees: Option<Option<Vec<User>>>,
    milestone: Option<Milestone>,
    locked: bool,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    active_lock_reason: Option<Option<String>>,
    comments: i64,
    #[serde(skip_serializing_if = "absent")]
    pull_request: Option<PullRequest>,
    closed_at: Option<String>,
    created_at: String,
    updated_at: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    closed_by: Option<Option<User>>,
    #[serde(skip_serializing_if = "absent")]
    body_html: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    body_text: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    timeline_url: Option<String>,
    // The values have none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    performed_via_github_app: Option<Option<String>>,
    author_association: Association,
    #[serde(skip_serializing_if = "absent")]
    reactions: Option<Reactions>,
}

#[derive(Deserialize, Serialize)]
pub struct License {
    key: String,
    name: String,
    url: Option<String>,
    spdx_id: Option<String>,
    node_id: String,
    #[serde(skip_serializing_if = "absent")]
    html_url: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub struct Permissions {
    admin: bool,
    #[serde(skip_serializing_if = "absent")]
    maintain: Option<bool>,
    push: bool,
    #[serde(skip_serializing_if = "absent")]
    triage: Option<bool>,
    pull: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    Enabled,
    Disabled,
}

#[derive(Deserialize, Serialize)]
pub struct Status {
    #[serde(skip_serializing_if = "absent")]
    status: Option<Switch>,
}

#[derive(Deserialize, Serialize)]
pub struct Security {
    #[serde(skip_serializing_if = "absent")]
    advanced_security: Option<Status>,
    #[serde(skip_serializing_if = "absent")]
    secret_scanning: Option<Status>,
}

#[derive(Deserialize, Serialize)]
pub struct FullRepository {
    id: i64,
    node_id: String,
    name: String,
    full_name: String,
    owner: User,
    private: bool,
    html_url: String,
    description: Option<String>,
    fork: bool,
    url: String,
    archive_url: String,
    assignees_url: String,
    blobs_url: String,
    branches_url: String,
    collaborators_url: String,
    comments_url: String,
    commits_url: String,
    compare_url: String,
    contents_url: String,
    contributors_url: String,
    deployments_url: String,
    downloads_url: String,
    events_url: String,
    forks_url: String,
    git_commits_url: String,
    git_refs_url: String,
    git_tags_url: String,
    git_url: String,
    issue_comment_url: String,
    issue_events_url: String,
    issues_url: String,
    keys_url: String,
    labels_url: String,
    languages_url: String,
    merges_url: String,
    milestones_url: String,
    notifications_url: String,
    pulls_url: String,
    releases_url: String,
    ssh_url: String,
    stargazers_url: String,
    statuses_url: String,
    subscribers_url: String,
    subscription_url: String,
    tags_url: String,
    teams_url: String,
    trees_url: String,
    clone_url: String,
    mirror_url: Option<String>,
    hooks_url: String,
    svn_url: String,
    homepage: Option<String>,
    language: Option<String>,
    forks_count: i64,
    stargazers_count: i64,
    watchers_count: i64,
    size: i64,
    default_branch: String,
    open_issues_count: i64,
    #[serde(skip_serializing_if = "absent")]
    is_template: Option<bool>,
    #[serde(skip_serializing_if = "absent")]
    topics: Option<Vec<String>>,
    has_issues: bool,
    has_projects: bool,
    has_wiki: bool,
    has_pages: bool,
    has_downloads: bool,
    archived: bool,
    disabled: bool,
    #[serde(skip_serializing_if = "absent")]
    visibility: Option<String>,
    pushed_at: String,
    created_at: String,
    updated_at: String,
    #[serde(skip_serializing_if = "absent")]
    permissions: Option<Permissions>,
    #[serde(skip_serializing_if = "absent")]
    allow_rebase_merge: Option<bool>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    temp_clone_token: Option<Option<String>>,
    #[serde(skip_serializing_if = "absent")]
    allow_squash_merge: Option<bool>,
    #[serde(skip_serializing_if = "absent")]
    allow_auto_merge: Option<bool>,
    #[serde(skip_serializing_if = "absent")]
    delete_branch_on_merge: Option<bool>,
    #[serde(skip_serializing_if = "absent")]
    allow_merge_commit: Option<bool>,
    #[serde(skip_serializing_if = "absent")]
    allow_forking: Option<bool>,
    subscribers_count: i64,
    network_count: i64,
    license: Option<License>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    organization: Option<Option<User>>,
    forks: i64,
    #[serde(skip_serializing_if = "absent")]
    master_branch: Option<String>,
    open_issues: i64,
    watchers: i64,
    #[serde(skip_serializing_if = "absent")]
    anonymous_access_enabled: Option<bool>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "absent")]
    security_and_analysis: Option<Option<Security>>,
}
