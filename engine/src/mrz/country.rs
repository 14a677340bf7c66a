//! Codes of issuing states, organisations and nationalities (ICAO 9303-3 §5).

/// The codes, without fillers: ISO 3166-1 alpha-3, and those that ICAO adds.
const CODES: &str = "\
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR \
BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG \
COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH \
FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY \
HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM \
KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL \
MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR \
NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU \
SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA \
TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB \
VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE \
D EUE GBD GBN GBO GBP GBS RKS UNO UNA UNK XAA XAU XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO \
XXA XXB XXC XXX UTO IAO XCT NTZ";

/// The codes.
pub fn codes() -> impl Iterator<Item = &'static str> {
    CODES.split_ascii_whitespace()
}

/// Whether a code (without fillers) is one that documents carry.
#[must_use]
pub fn is_known(code: &str) -> bool {
    codes().any(|known| known == code)
}

/// The code as ISO 3166-1 has it: Germany's `D` becomes `DEU`; what ISO lacks stays as it is.
#[must_use]
pub fn to_iso(code: &str) -> &str {
    if code == "D" { "DEU" } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_of_letters() {
        let mut all: Vec<_> = codes().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(
            all.iter()
                .all(|c| c.bytes().all(|b| b.is_ascii_uppercase()))
        );
        assert!(is_known("NLD") && is_known("UTO") && is_known("D") && !is_known("D<<"));
        assert_eq!(to_iso("D"), "DEU");
        assert_eq!(to_iso("RKS"), "RKS");
    }
}
