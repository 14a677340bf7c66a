"""What is printed in the visual zone: names with diacritics, dates, labels, numbers, addresses."""

import string
from pathlib import Path

import numpy as np

#: Letters beyond A to Z by language: what a word of that language may hold.
LETTERS = {
    "English": "", "Dutch": "ëïöüéè", "German": "äöüß", "French": "àâæçéèêëîïôœùûüÿ",
    "Spanish": "áéíñóúü", "Portuguese": "áâãàçéêíóôõú", "Italian": "àèéìòù", "Danish": "æøåé",
    "Swedish": "åäöé", "Icelandic": "áðéíóúýþæö", "Finnish": "äöåšž", "Estonian": "äõöüšž",
    "Latvian": "āčēģīķļņšūž", "Lithuanian": "ąčęėįšųūž", "Polish": "ąćęłńóśźż", "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž", "Hungarian": "áéíóöőúüű", "Croatian": "čćđšž", "Slovene": "čšž",
    "Romanian": "ăâîșțşţ", "Turkish": "çğıöşü", "Maltese": "ċġħżàèìòù", "Catalan": "àçèéíïòóúü",
    "Azerbaijani": "əğıöşüç", "Irish": "áéíóú", "Welsh": "âêîôûŵŷ", "Sami": "áčđŋšŧž", "Esperanto": "ĉĝĥĵŝŭ",
}
DIACRITICS = "".join(dict.fromkeys("".join(LETTERS.values())))
UPPER_OF = {"ß": "ẞ", "ı": "I", "ÿ": "Ÿ"}
CAPITALS = "".join(dict.fromkeys(UPPER_OF.get(c, c.upper()) for c in DIACRITICS)) + "İ"
OTHERS = "àèìòùâêîôûãõñåäëïöüÿýðþøæœħı" + "ĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
#: Comma and cedilla below are one class each: which is meant is a matter of the language.
FOLDED = str.maketrans("ȘșȚț", "ŞşŢţ")
#: Every character that is read, each by its place: the engine has the same file.
ALPHABET = (Path(__file__).parent / "../src/viz/alphabet.txt").read_text().rstrip("\n")

ONSETS = "b c d f g h j k l m n p q r s t v w x z br ch cz dr fr gr kr pr sch sh st sz th tr zw".split()
NUCLEI = "a e i o u y aa ae ai au ee ei eu ie io oe oo ou ui".split()

LABELS = """Surname|Nom|Nachname|Naam|Achternaam|Apellidos|Cognome|Nome|Nazwisko|Příjmení|Priezvisko|Prezime|Priimek|
Efternamn|Efternavn|Etternavn|Sukunimi|Perekonnanimi|Uzvārds|Pavardė|Családi név|Numele|Soyadı|Kunyomi|Kenmerk|Given names|
Prénoms|Vornamen|Voornamen|Nombre|Nomi|Imiona|Jméno|Meno|Ime|Förnamn|Fornavne|Fornavn|Etunimet|Eesnimi|Vārds|Vardas|Utónév|
Prenumele|Adı|Eiginnafn|Date of birth|Date de naissance|Geburtsdatum|Geboortedatum|Fecha de nacimiento|Data di nascita|
Data de nascimento|Data urodzenia|Datum narození|Dátum narodenia|Datum rođenja|Datum rojstva|Födelsedatum|Fødselsdato|
Syntymäaika|Sünniaeg|Dzimšanas datums|Gimimo data|Születési idő|Data nașterii|Doğum tarihi|Fæðingardagur|Date of expiry|
Date d'expiration|Gültig bis|Geldig tot|Fecha de caducidad|Data di scadenza|Válido até|Data ważności|Platnost do|Platnosť do|
Vrijedi do|Velja do|Giltigt t.o.m.|Gyldig til|Voimassa|Kehtiv kuni|Derīga līdz|Galioja iki|Érvényes|Valabil până la|
Son geçerlilik|Gildir til|Date of issue|Date de délivrance|Ausstellungsdatum|Datum van afgifte|Fecha de expedición|
Data di rilascio|Data wydania|Datum vydání|Datum izdavanja|Utfärdandedatum|Myöntämispäivä|Väljaandmise kuupäev|Kiállítás dátuma|
Nationality|Nationalité|Staatsangehörigkeit|Nationaliteit|Nacionalidad|Cittadinanza|Obywatelstwo|Státní občanství|Državljanstvo|
Medborgarskap|Kansalaisuus|Kodakondsus|Pilsonība|Pilietybė|Állampolgárság|Cetățenia|Uyruğu|Ríkisfang|Sex|Sexe|Geschlecht|
Geslacht|Sexo|Sesso|Płeć|Pohlaví|Spol|Kön|Køn|Sukupuoli|Sugu|Dzimums|Lytis|Neme|Sexul|Cinsiyeti|Kyn|Place of birth|
Lieu de naissance|Geburtsort|Geboorteplaats|Lugar de nacimiento|Luogo di nascita|Miejsce urodzenia|Místo narození|Mjesto rođenja|
Passport No.|No. du passeport|Pass-Nr.|Document No.|N° du document|Dokumentnummer|Documentnummer|Numer dokumentu|Číslo dokladu|
Personal No.|Personnummer|Persoonsnummer|Isikukood|Personas kods|Asmens kodas|Személyi szám|CNP|PESEL|OIB|Authority|Autorité|
Behörde|Autoriteit|Autoridad|Autorità|Organ wydający|Vydal|Izdao|Myndighet|Viranomainen|Height|Taille|Größe|Lengte|Holder's signature|
Signature du titulaire|Unterschrift|Handtekening|Firma|Podpis|Potpis|Namnteckning|Type|Code|Code of issuing state|
PASSPORT|PASSEPORT|REISEPASS|PASPOORT|PASAPORTE|PASSAPORTO|PASZPORT|CESTOVNÍ PAS|PUTOVNICA|PASS|IDENTITY CARD|CARTE D'IDENTITÉ|
PERSONALAUSWEIS|IDENTITEITSKAART|DOCUMENTO NACIONAL DE IDENTIDAD|CARTA D'IDENTITÀ|DOWÓD OSOBISTY|OBČANSKÝ PRŮKAZ|OSOBNA ISKAZNICA|
DRIVING LICENCE|PERMIS DE CONDUIRE|FÜHRERSCHEIN|RIJBEWIJS|PERMISO DE CONDUCCIÓN|PATENTE DI GUIDA|PRAWO JAZDY|RESIDENCE PERMIT|
TITRE DE SÉJOUR|AUFENTHALTSTITEL|VERBLIJFSTITEL|DRIVER LICENSE|DL|ID|EXP|ISS|DOB|LN|FN|CLASS|END|RSTR|SEX|HGT|WGT|EYES|HAIR|DD|
REPUBLIC|RÉPUBLIQUE|BUNDESREPUBLIK|KONINKRIJK|REINO|REPUBBLICA|RZECZPOSPOLITA|REPUBLIKA|KINGDOM|UNION EUROPÉENNE|EUROPEAN UNION|
UNITED STATES OF AMERICA|SPECIMEN|VETERAN|ORGAN DONOR|Address|Adresse|Domicile|Wohnort|Adres|Domicilio|Remarks|Anmerkungen""".replace("\n", "").split("|")

MONTHS = """JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|JANV|FÉVR|MARS|AVR|MAI|JUIN|JUIL|AOÛT|SEPT|DÉC|MÄR|OKT|DEZ|MRT|MEI|
ENE|ABR|AGO|DIC|GEN|MAG|GIU|LUG|SET|OTT|STY|LUT|KWI|MAJ|CZE|LIP|SIE|WRZ|PAŹ|LIS|GRU|TAMMI|HELMI|MAALIS|HUHTI|TOUKO|KESÄ|HEINÄ|
ELO|SYYS|LOKA|MARRAS|JOULU|JAN/JAN|FEB/FÉV|AUG/AOÛT|DEC/DÉC|MAI/MAY|OKT/OCT""".replace("\n", "").split("|")

COUNTRY_CODES = "NLD D DEU FRA BEL GBR USA CAN AUS ESP ITA PRT POL CZE SVK HUN ROU BGR HRV SVN SWE NOR DNK FIN ISL EST LVA LTU CHE AUT UTO".split()


class Words:
    """Draws texts from one random generator."""

    def __init__(self, rng):
        self.rng = rng
        self.weights = np.array([0.25, 0.19, 0.17, 0.12, 0.11, 0.08, 0.08])
        self.kinds = (self._names, self._label, self._date, self._number, self._address, self._mixed, self._free)

    def line(self):
        """One line as it may stand on a document; characters of `ALPHABET` only."""
        text = self.kinds[int(self.rng.choice(len(self.kinds), p=self.weights))]()
        if self._chance(0.06):
            text = f"{self._pick(('1.', '2.', '3.', '4a.', '4b.', '4c.', '4d.', '5.', '7.', '8.', '9.', '12.'))} {text}"
        return " ".join("".join(c for c in text.translate(FOLDED) if c in _KNOWN).split())

    def word(self):
        """Something between a name and noise, in the letters of one language, small."""
        own = LETTERS[self._pick(list(LETTERS))]
        text = ""
        for _ in range(self._int(1, 4)):
            text += self._pick(ONSETS) if self._chance(0.85) else ""
            text += self._pick(NUCLEI)
            text += self._pick(ONSETS) if self._chance(0.3) else ""
        letters = list(text[: self._int(2, 12)])
        for at in range(len(letters)):
            if own and self._chance(0.18):
                letters[at] = self._pick(own)
        return "".join(letters)

    def _names(self):
        words = [self.word() for _ in range(self._int(1, 3))]
        joint = "-" if self._chance(0.1) else "'" if self._chance(0.04) else " "
        return self._cased(joint.join(words), 0.72)

    def _label(self):
        labels = [self._pick(LABELS) for _ in range(1 if self._chance(0.6) else self._int(2, 3))]
        text = self._pick((" / ", "/", " ", " - ")).join(labels)
        if self._chance(0.12):
            text = f"({self._int(1, 15)}) {text}"
        if self._chance(0.12):
            text += self._pick((":", ".", " *"))
        return text.upper() if self._chance(0.15) else text

    def _date(self):
        day, month, year = self._int(1, 31), self._int(1, 12), self._int(1930, 2045)
        short = f"{year % 100:02}"
        kind = self._int(0, 9)
        if kind < 3:
            separator = self._pick((".", ".", " ", "/", "-", ". "))
            return f"{day:02}{separator}{month:02}{separator}{year if self._chance(0.8) else short}"
        if kind < 4:
            return f"{year}-{month:02}-{day:02}"
        if kind < 5:
            return f"{month:02}/{day:02}/{year}"
        name = self._pick(MONTHS)
        name = name.title() if self._chance(0.25) else name.lower() if self._chance(0.08) else name
        separator = " " if self._chance(0.85) else self._pick((".", "-", "/"))
        return f"{day:02}{separator}{name}{separator}{year if self._chance(0.6) else short}"

    def _number(self):
        kind = self._int(0, 5)
        if kind == 0:
            return self._text(string.digits, self._int(1, 12))
        if kind == 1:
            return self._text(string.ascii_uppercase + string.digits * 3, self._int(5, 12))
        if kind == 2:
            return self._text(string.ascii_uppercase, self._int(1, 3)) + self._text(string.digits, self._int(5, 8))
        if kind == 3:
            separator = self._pick(" -./")
            return separator.join(self._text(string.digits, self._int(2, 4)) for _ in range(self._int(2, 4)))
        if kind == 4:
            return self._pick((f"{self._int(1, 2)},{self._int(0, 99):02} m", f"{self._int(140, 210)} cm", f"{self._int(4, 6)}'-{self._int(0, 11):02}\"", f"{self._int(90, 260)} lb"))
        return self._pick(("M", "F", "X", "M/M", "F/F", "K/F", "V/F", "P", "PO", "I", "AM", "A1", "B", "B1", "BE", "C1E", "NONE", "BRO", "BLU", *COUNTRY_CODES))

    def _address(self):
        street = self._cased(self.word(), 0.5)
        number = f"{self._int(1, 300)}{self._pick(('', '', '', 'A', '/2', ' bis'))}"
        town = f"{self._text(string.digits, self._int(4, 5))} {self._cased(self.word(), 0.5)}"
        if self._chance(0.3):
            town = f"{self._cased(self.word(), 0.7)}, {self._text(string.ascii_uppercase, 2)} {self._text(string.digits, 5)}"
        return self._pick((f"{street} {number}", f"{number} {street}", town, f"{street} {number}, {town}"))

    def _mixed(self):
        return f"{self._pick((self._label, self._names))()} {self._pick((self._date, self._number, self._names))()}"

    def _free(self):
        """Any characters, so that rare ones are learnt too and no spelling instead of letters."""
        if self._chance(0.5):
            return self._text(ALPHABET, self._int(2, 22))
        letters = DIACRITICS + OTHERS if self._chance(0.4) else CAPITALS + OTHERS.upper()
        return self._text(letters + string.ascii_uppercase + string.digits, self._int(2, 20))

    def _cased(self, text, share_of_capitals):
        if self._chance(share_of_capitals):
            return "".join(UPPER_OF.get(c, c.upper()) for c in text)
        if self._chance(0.85):
            return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
        return text

    def _chance(self, probability):
        return bool(self.rng.random() < probability)

    def _int(self, low, high):
        return int(self.rng.integers(low, high + 1))

    def _pick(self, choices):
        return choices[int(self.rng.integers(len(choices)))]

    def _text(self, alphabet, length):
        return "".join(alphabet[i] for i in self.rng.integers(len(alphabet), size=length))


_KNOWN = frozenset(ALPHABET)
