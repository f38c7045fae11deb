"""Values for the schemas `issue` and `full-repository` of github's description, made up and always the same: as long, as
nested and as often null as real ones, with texts in Markdown, escapes and letters beyond ASCII."""
import json, random

WORDS = ('client request header reply body stream retry timeout schema field value parser reader writer token header cache '
         'thread “quoted” naïve crème 日本語 λ → `code` *bold* https://example.com/docs "text" path\\to\\file').split()
COUNTS = {'issues': 900, 'repositories': 700}

class Maker:
    """Makes values; each has a number that names it."""

    def __init__(self):
        self.random = random.Random(1)

    def often(self, share):
        return self.random.random() < share

    def text(self, least, most):
        """Words in lines."""
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(least, most))]
        return ' '.join(word + ('.\n' if index % 17 == 16 else '') for index, word in enumerate(words))

    def number(self, most=2_000_000_000):
        return self.random.randint(0, most)

    def time(self):
        month, day, hour, minute, second = (self.random.randint(1, most) for most in (12, 28, 23, 59, 59))
        return f'2025-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z'

    def node(self):
        return f'MDEwOk5vZGU{self.random.getrandbits(96):024x}'

    def user(self):
        login = f'person-{self.number(99_999)}'
        url = f'https://api.example.com/users/{login}'
        return {
            'login': login, 'id': self.number(), 'node_id': self.node(), 'gravatar_id': None if self.often(0.5) else '',
            'avatar_url': f'https://avatars.example.com/u/{self.number()}?v=4', 'url': url,
            'html_url': f'https://example.com/{login}', 'followers_url': f'{url}/followers',
            'following_url': url + '/following{/other_user}', 'gists_url': url + '/gists{/gist_id}',
            'starred_url': url + '/starred{/owner}{/repo}', 'subscriptions_url': f'{url}/subscriptions',
            'organizations_url': f'{url}/orgs', 'repos_url': f'{url}/repos', 'events_url': url + '/events{/privacy}',
            'received_events_url': f'{url}/received_events', 'type': 'User', 'site_admin': self.often(0.1),
        }

    def label(self, repository):
        name = self.random.choice(['bug', 'documentation', 'enhancement', 'good first issue', 'question'])
        return {
            'id': self.number(9_000_000_000), 'node_id': self.node(), 'url': f'{repository}/labels/{name.replace(" ", "%20")}',
            'name': name, 'color': f'{self.random.getrandbits(24):06x}', 'default': self.often(0.5),
            'description': None if self.often(0.3) else self.text(3, 8),
        }

    def milestone(self, repository):
        number = self.number(99)
        return {
            'url': f'{repository}/milestones/{number}', 'html_url': f'https://example.com/milestones/{number}',
            'labels_url': f'{repository}/milestones/{number}/labels', 'id': self.number(), 'node_id': self.node(),
            'number': number, 'state': 'open', 'title': f'v{number}.0', 'description': self.text(5, 15),
            'creator': self.user(), 'open_issues': self.number(50), 'closed_issues': self.number(50),
            'created_at': self.time(), 'updated_at': self.time(), 'closed_at': None, 'due_on': self.time(),
        }

    def reactions(self, url):
        kinds = ['total_count', '+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'eyes', 'rocket']
        return {'url': f'{url}/reactions'} | {kind: self.number(9) for kind in kinds}

    def issue(self):
        number, user, closed = self.number(9_999), self.user(), self.often(0.4)
        repository = f'https://api.example.com/repos/{user["login"]}/project'
        url, page = f'{repository}/issues/{number}', f'https://example.com/{user["login"]}/project/issues/{number}'
        issue = {
            'url': url, 'repository_url': repository, 'labels_url': url + '/labels{/name}', 'comments_url': f'{url}/comments',
            'events_url': f'{url}/events', 'html_url': page, 'id': self.number(), 'node_id': self.node(), 'number': number,
            'title': self.text(4, 12), 'user': user, 'labels': [self.label(repository) for _ in range(self.random.randint(0, 4))],
            'state': 'closed' if closed else 'open', 'locked': False,
            'assignee': None, 'assignees': [self.user() for _ in range(self.random.randint(0, 2))],
            'milestone': self.milestone(repository) if self.often(0.3) else None, 'comments': self.number(40),
            'created_at': self.time(), 'updated_at': self.time(), 'closed_at': self.time() if closed else None,
            'author_association': self.random.choice(['CONTRIBUTOR', 'MEMBER', 'NONE', 'OWNER']), 'active_lock_reason': None,
            'body': None if self.often(0.05) else self.text(20, 150), 'reactions': self.reactions(url),
            'timeline_url': f'{url}/timeline', 'performed_via_github_app': None,
        }
        if self.often(0.2):
            issue['pull_request'] = {
                'url': url, 'html_url': page, 'diff_url': f'{page}.diff', 'patch_url': f'{page}.patch',
                'merged_at': self.time() if closed else None,
            }
        if closed:
            issue['closed_by'] = self.user()
        return issue

    def repository(self):
        owner, name = self.user(), f'project-{self.number(9_999)}'
        full = f'{owner["login"]}/{name}'
        url = f'https://api.example.com/repos/{full}'
        # In the order in which replies have them, which is not that of the description.
        paths = {
            'forks': 'forks', 'keys': 'keys{/key_id}', 'collaborators': 'collaborators{/collaborator}', 'teams': 'teams',
            'hooks': 'hooks', 'issue_events': 'issues/events{/number}', 'events': 'events', 'assignees': 'assignees{/user}',
            'branches': 'branches{/branch}', 'tags': 'tags', 'blobs': 'git/blobs{/sha}', 'git_tags': 'git/tags{/sha}',
            'git_refs': 'git/refs{/sha}', 'trees': 'git/trees{/sha}', 'statuses': 'statuses/{sha}', 'languages': 'languages',
            'stargazers': 'stargazers', 'contributors': 'contributors', 'subscribers': 'subscribers',
            'subscription': 'subscription', 'commits': 'commits{/sha}', 'git_commits': 'git/commits{/sha}',
            'comments': 'comments{/number}', 'issue_comment': 'issues/comments{/number}', 'contents': 'contents/{+path}',
            'compare': 'compare/{base}...{head}', 'merges': 'merges', 'archive': '{archive_format}{/ref}',
            'downloads': 'downloads', 'issues': 'issues{/number}', 'pulls': 'pulls{/number}', 'milestones': 'milestones{/number}',
            'notifications': 'notifications{?since,all,participating}', 'labels': 'labels{/name}', 'releases': 'releases{/id}',
            'deployments': 'deployments',
        }
        status = lambda: {'status': self.random.choice(['enabled', 'disabled'])}
        repository = {
            'id': self.number(), 'node_id': self.node(), 'name': name, 'full_name': full, 'private': self.often(0.2),
            'owner': owner, 'html_url': f'https://example.com/{full}', 'description': None if self.often(0.2) else self.text(4, 20),
            'fork': self.often(0.3), 'url': url,
            **{f'{key}_url': f'{url}/{path}' for key, path in paths.items()},
            'created_at': self.time(), 'updated_at': self.time(), 'pushed_at': self.time(),
            'git_url': f'git://example.com/{full}.git', 'ssh_url': f'git@example.com:{full}.git',
            'clone_url': f'https://example.com/{full}.git', 'svn_url': f'https://example.com/{full}', 'mirror_url': None,
            'homepage': None if self.often(0.6) else f'https://{name}.example.com/', 'size': self.number(99_999),
            'language': self.random.choice([None, 'Python', 'Rust', 'TypeScript']),
            **{key: self.number(9_999) for key in [
                'stargazers_count', 'watchers_count', 'forks_count', 'open_issues_count', 'forks', 'open_issues', 'watchers',
                'network_count', 'subscribers_count']},
            **{f'has_{key}': self.often(0.7) for key in ['issues', 'projects', 'downloads', 'wiki', 'pages']},
            'archived': self.often(0.1), 'disabled': False, 'is_template': False, 'visibility': 'public', 'default_branch': 'main',
            'license': None if self.often(0.3) else {
                'key': 'mit', 'name': 'MIT License', 'spdx_id': 'MIT', 'node_id': self.node(),
                'url': 'https://api.example.com/licenses/mit',
            },
            'topics': [self.random.choice(WORDS[:12]) for _ in range(self.random.randint(0, 6))],
            'permissions': {key: self.often(0.5) for key in ['admin', 'maintain', 'push', 'triage', 'pull']},
            **{f'allow_{key}': self.often(0.7) for key in ['squash_merge', 'merge_commit', 'rebase_merge', 'auto_merge', 'forking']},
            'delete_branch_on_merge': self.often(0.5), 'temp_clone_token': None,
            'security_and_analysis': {'advanced_security': status(), 'secret_scanning': status()},
        }
        if self.often(0.4):
            repository['organization'] = self.user()
        return repository

def write(folder):
    """Writes a file for each kind of value."""
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker()
    for kind, make in {'issues': maker.issue, 'repositories': maker.repository}.items():
        values = [make() for _ in range(COUNTS[kind])]
        (folder / f'{kind}.json').write_text(json.dumps(values, ensure_ascii=False, separators=(',', ':')))
