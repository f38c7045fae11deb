//! Generates the client that the suite calls.

fn main() -> Result<(), oasmith::Error> {
    let generator = oasmith::Generator::new("description.yaml").file_name("client.rs");
    generator.generate()?;
    Ok(())
}
