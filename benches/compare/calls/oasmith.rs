#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = github::Client::builder().base_url("http://127.0.0.1:8080").build()?;
    println!("{} gists", client.gists().list().await?.len());
    Ok(())
}
