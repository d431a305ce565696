package words

import (
	"slices"
	"strings"
	"unicode"
)

// NamesJob reports whether a text contains the title of a job, and so is not a second
// name, a place or a label.
func NamesJob(s string) bool {
	s = strings.ToLower(s)
	if strings.Contains(s, "head of ") {
		return true // unlike a head office
	}
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if jobs[word] || slices.ContainsFunc(jobEndings, func(e string) bool { return strings.HasSuffix(word, e) }) {
			return true
		}
	}
	return false
}

var jobs = Set("accountant actuary adviser advisor ambassador analyst apprentice archaeologist architect archivist assistant associate attorney auditor barrister biologist bookkeeper " +
	"blogger broker buyer captain ceo cfo chair chairman chairperson chairwoman chemist chief cio clerk cmo coach cofounder composer conductor constable contributor columnist commissioner consultant controller coo coordinator copywriter " +
	"correspondent counsel counsellor councillor cto curator dean dentist designer developer director driver economist editor engineer evangelist evp executive fellow foreman founder geologist historian illustrator " +
	"inspector instructor intern journalist keeper lead leader lecturer librarian manager master mechanic mentor minister nurse officer operator organiser organizer owner paralegal partner pastor " +
	"photographer physician physicist pilot planner porter president principal producer professor programmer provost psychologist publisher ranger receptionist rector reviewer recruiter registrar reporter representative researcher " +
	"scientist secretary sergeant skipper solicitor specialist statistician steward strategist superintendent supervisor surgeon surveyor svp teacher technician technologist therapist trainee trainer translator treasurer trustee " +
	"vicar volunteer vp warden writer " +
	"leiter leiterin vorstand vorständin berater beraterin redakteur redakteurin referent referentin sprecher sprecherin ingenieur ingenieurin direktor direktorin geschäftsführer geschäftsführerin " +
	"directeur directrice responsable président présidente chef cheffe rédacteur rédactrice conseiller conseillère ingénieur ingénieure gérant gérante " +
	"gerente directora jefe jefa presidente presidenta consultor consultora redactor redactora ingeniero ingeniera " +
	"direttore direttrice responsabile ingegnere consulente redattore redattrice " +
	"hoofd projectleider teamleider afdelingsleider projektleder teamleder afdelingsleder directeur adviseur bestuurder voorzitter redactrice " +
	"direktör rådgivare ordförande redaktör konsult direktør rådgiver konsulent formand redaktør " +
	"dyrektor dyrektorka kierownik kierowniczka prezes doradca redaktor redaktorka specjalista specjalistka " +
	"manažer manažerka ředitel ředitelka vedoucí redaktor redaktorka konzultant konzultantka jednatel jednatelka riaditeľ riaditeľka")

// jobEndings are those of compounds: "Vertriebsleiter".
var jobEndings = []string{"leiter", "leiterin", "manager", "managerin", "berater", "beraterin", "redakteur", "redakteurin", "student", "studentin", "ledare", "chef", "sjef", "johtaja", "päällikkö", "ingenieur", "ingenieurin", "medewerker"}

// NameAndJob splits "NAME, JOB", "NAME - JOB" and "NAME (JOB)". The role is empty if
// what follows the name is not a job title.
func NameAndJob(s string) (name, role string) {
	for _, sep := range [...]string{" (", ", ", " – ", " — ", " - ", " | "} {
		before, after, ok := strings.Cut(s, sep)
		if !ok || !IsPersonName(before) || len(strings.Fields(before)) < 2 {
			continue
		}
		if sep == " (" {
			if after, ok = strings.CutSuffix(after, ")"); !ok {
				continue
			}
		}
		if NamesJob(after) {
			return before, strings.TrimSpace(after)
		}
	}
	return s, ""
}
