#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = github::generated::HttpClient::new().with_base_url("http://127.0.0.1:8080");
    println!("{} gists", client.gists_list(None::<&str>, None, None).await?.len());
    Ok(())
}
