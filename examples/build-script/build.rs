//! Generates the client of `spec/notes.yaml` into `OUT_DIR`.

fn main() -> Result<(), oasmith::Error> {
    oasmith::Generator::new("spec/notes.yaml").generate()?;
    Ok(())
}
