#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = github::Client::new("http://127.0.0.1:8080")?;
    println!("{} gists", client.gists_list(&Default::default()).await?.len());
    Ok(())
}
