//! Runs of capitals: where a word begins and ends in them.

/// Acronyms that are often written without a break between them (`MFAOTP`).
const ACRONYMS: &[&str] = &[
    "API", "APN", "AWS", "CPU", "CSV", "DNS", "GPU", "HTML", "HTTP", "HTTPS", "ICCID", "ID",
    "IMEI", "IMSI", "IP", "JSON", "JWT", "MFA", "OAUTH", "OTP", "PDF", "SAML", "SDK", "SIM", "SMS",
    "SQL", "SSH", "SSL", "SSO", "TCP", "TLS", "TOTP", "UDP", "UI", "URI", "URL", "UUID", "VPC",
    "VPG", "VPN", "XML",
];

/// Words that `snake_case` would break, and how they are written for it.
const WHOLE: [(&str, &str); 10] = [
    ("OAuth", "Oauth"),
    ("oAuth", "oauth"),
    ("IoT", "Iot"),
    ("2D", " 2d "),
    ("2FA", " 2fa "),
    ("2G", " 2g "),
    ("3D", " 3d "),
    ("3G", " 3g "),
    ("4G", " 4g "),
    ("5G", " 5g "),
];

/// Small letters that end a word of capitals: of a plural, of a rate (`GBps`), of `MHz` and `MWh`.
const TAILS: [&str; 4] = ["s", "ps", "z", "h"];

/// Makes words of capitals where their case does not show them: `MFAOTP` → `MFA OTP`, `CPUs` → `Cpus`.
pub fn split_acronyms(text: String) -> String {
    let is_run = |pair: &[u8]| pair.iter().all(u8::is_ascii_uppercase);
    let mut pairs = text.as_bytes().windows(2);
    if !pairs.any(is_run) {
        return text;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    let mut rest = chars.as_slice();
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|c| c.is_ascii_uppercase()).count();
        let after = rest.get(run..).unwrap_or_default();
        let tail = tail(after).filter(|_| run > 1).unwrap_or_default();
        // The last capital belongs to the next word where a small letter follows: `MFAResponse`.
        let followed = tail.is_empty() && after.first().is_some_and(char::is_ascii_lowercase);
        let length = run.saturating_sub(usize::from(followed));
        if length < 2 {
            result.push(*first);
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let run: String = rest.iter().take(length).collect();
        let words = segment(&run).map_or(run, |parts| parts.join(" "));
        result.push_str(&with_tail(&words, tail));
        rest = rest.get(length + tail.len()..).unwrap_or_default();
    }
    result
}

/// Keeps words whole that `snake_case` would break: `listOAuthApps` → `listOauthApps`, `Video3DFormat` → `Video 3d Format`.
pub fn keep_whole(text: String) -> String {
    // Most names have none, and to look for each of them takes its time.
    let may_be_in = |pair: &[u8]| match pair {
        [b'0'..=b'9' | b'o' | b'O', last] => last.is_ascii_uppercase(),
        _ => false,
    };
    if !text.as_bytes().windows(2).any(may_be_in) {
        return text;
    }
    let present = WHOLE.iter().filter(|(word, _)| text.contains(word));
    let present: Vec<_> = present.collect();
    present.into_iter().fold(text, |text, (word, whole)| {
        let mut result = String::with_capacity(text.len() + 2);
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(word) {
            result.push_str(before);
            let is_whole = begins(&result, word) && ends(word, after);
            result.push_str(if is_whole { whole } else { word });
            rest = after;
        }
        result + rest
    })
}

/// Whether a word begins where it stands behind this.
fn begins(before: &str, word: &str) -> bool {
    let last = |is: fn(char) -> bool| before.ends_with(is);
    match word.chars().next() {
        Some(first) if first.is_ascii_digit() => !last(|c| c.is_ascii_digit()),
        // It tells itself where the word begins.
        Some(first) if first.is_ascii_uppercase() => true,
        _ => !last(char::is_alphanumeric),
    }
}

/// Whether a word ends where this follows. Of several capitals, the last one belongs to the next word where a small letter
/// follows.
fn ends(word: &str, after: &str) -> bool {
    let mut after = after.chars();
    let (next, second) = (after.next(), after.next());
    let is_small = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
    let goes_on = match next {
        Some(next) if word.ends_with(|c: char| c.is_ascii_uppercase()) => {
            next.is_ascii_digit() || (next.is_ascii_uppercase() && !is_small(second))
        }
        _ => false,
    };
    !is_small(next) && !goes_on
}

/// What belongs to the capitals before it: the rest of the word, if it is one of these, or the `v` of a version.
fn tail(after: &[char]) -> Option<&'static str> {
    let is_next = |tail: &&&str| {
        let next = after.get(tail.len());
        let begins = tail.chars().eq(after.iter().copied().take(tail.len()));
        begins && next.is_none_or(|c| !c.is_ascii_lowercase())
    };
    match after {
        ['v', digit, ..] if digit.is_ascii_digit() => Some("v"),
        _ => TAILS.iter().find(is_next).copied(),
    }
}

/// The last of the words with its tail, which no change of case parts from it.
fn with_tail(words: &str, tail: &str) -> String {
    if tail.is_empty() {
        return words.to_owned();
    }
    let start = words.rfind(' ').map_or(0, |space| space + 1);
    let (before, last) = words.split_at_checked(start).unwrap_or(("", words));
    let (first, others) = last.split_at_checked(1).unwrap_or(("", last));
    [before, first, &others.to_ascii_lowercase(), tail].concat()
}

fn segment(run: &str) -> Option<Vec<&'static str>> {
    if run.is_empty() {
        return Some(Vec::new());
    }
    ACRONYMS
        .iter()
        .filter(|acronym| run.len() <= 24 && run.starts_with(**acronym))
        .find_map(|acronym| {
            let mut parts = vec![*acronym];
            parts.extend(segment(run.strip_prefix(acronym)?)?);
            Some(parts)
        })
}

#[cfg(test)]
mod tests {
    use heck::ToSnakeCase;

    use super::*;

    #[test]
    fn capitals_and_what_belongs_to_them() {
        for (text, expected) in [
            ("MFAOTPResponse", "mfa_otp_response"),
            ("NanoCPUs", "nano_cpus"),
            ("userIDs", "user_ids"),
            ("URLs", "urls"),
            ("DBInstanceARNs", "db_instance_arns"),
            ("numberOfVMs", "number_of_vms"),
            ("VMsPerHost", "vms_per_host"),
            ("MFAOTPs", "mfa_otps"),
            ("IPv4", "ipv4"),
            ("IPv6Address", "ipv6_address"),
            ("TLSv1", "tlsv1"),
            ("BlkioDeviceReadIOps", "blkio_device_read_iops"),
            ("GBps", "gbps"),
            ("maxGHz", "max_ghz"),
            ("energyMWh", "energy_mwh"),
            ("DNSServers", "dns_servers"),
            ("XAxis", "x_axis"),
            ("IsAWSOn", "is_aws_on"),
            ("Ps", "ps"),
        ] {
            assert_eq!(split_acronyms(text.to_owned()).to_snake_case(), expected);
        }
    }

    #[test]
    fn words_that_stay_whole() {
        for (text, expected) in [
            ("listOAuthApps", "list_oauth_apps"),
            ("oAuth2Token", "oauth2_token"),
            ("OAUTH", "oauth"),
            ("fooAuth", "foo_auth"),
            ("AWSIoTRule", "aws_iot_rule"),
            ("listIoTRules", "list_iot_rules"),
            ("Video3DFormat", "video_3d_format"),
            ("size2D", "size_2d"),
            ("require2FAFor", "require_2fa_for"),
            ("Level3DB", "level3_db"),
            ("Sector12D", "sector12_d"),
            ("S3Data", "s3_data"),
        ] {
            assert_eq!(keep_whole(text.to_owned()).to_snake_case(), expected);
        }
    }
}
