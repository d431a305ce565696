package dates

import (
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/blogferry/blogferry/parser/words"
)

// monthNames are the names of the months, January to December, in the forms used in
// dates, full and short. Variants without accents, as in old systems, are added by the
// program.
var monthNames = [12]string{
	`january jan janvier janv januar jän jänner januari enero ene gennaio genn gen janeiro stycznia styczeń stycznia sty
		leden ledna led január januára tammikuuta tammikuu tammi január января январь янв gener ianuarie ian січня ocak oca
		ιανουαρίου ιανουάριος ιαν يناير ژانویه جانفي ינואר בינואר јануар јануара януари siječnja siječanj jaanuar janvāris janvārī sausio 一月
		januarja siječ sij јануари јан яну січень січ студзеня janúar xaneiro janar มกราคม ינו בינו`,
	`february feb febr februar februari février févr fév febrero febbraio febb fevereiro fev luty lutego lut únor února úno
		február februára helmikuuta helmikuu helmi февраля февраль фев февр febrer februarie лютого şubat şub
		φεβρουαρίου φεβρουάριος φεβ فبراير فوریه شباط فيفري פברואר בפברואר фебруар фебруара февруари veljače veljača veebruar februāris vasario 二月
		februarja velj феб фебруари лютий лют лютага febrúar febreiro shkurt กุมภาพันธ์ פבר בפבר pebruari`,
	`march mar mars märz mär maerz mrz marzo março maart mrt marzec marca březen března bře brez marec marts maaliskuuta
		maaliskuu maalis március márc марта март мар març martie березня mart
		μαρτίου μάρτιος μαρ مارس آذار מרץ במרץ מרס ožujka ožujak märts marts kovo 三月
		marta maret ožu березень бер сакавіка มีนาคม μάρ`,
	`april apr apr avril avr abril abr aprile kwiecień kwietnia kwi duben dubna dub apríl apríla huhtikuuta huhtikuu
		huhti április ápr апреля апрель апр aprilie квітня nisan nis
		απριλίου απρίλιος απρ أبريل ابريل آوریل نيسان أفريل אפריל באפריל април априла travnja travanj aprill aprīlis balandžio 四月
		квітень кві красавіка prill เมษายน אפר באפר`,
	`may mai mayo maggio mag maio mei maj maja květen května kvě máj mája toukokuuta toukokuu touko május мая май
		maig травня mayıs
		μαΐου μάιος μαϊ مايو مه می أيار ايار ماي מאי במאי мај маја svibnja svibanj maijs gegužės 五月
		svi травень тра maí พฤษภาคม μάιου μαίου μάη μάι`,
	`june jun juin juni junio giugno giu junho czerwiec czerwca cze červen června čvn jún júna kesäkuuta kesäkuu kesä
		június июня июнь июн juny iunie червня haziran haz
		ιουνίου ιούνιος ιουν يونيو ژوئن حزيران جوان יוני ביוני јун јуна юни lipnja lipanj juuni jūnijs birželio 六月
		junij junija jūnija червень чер чэрвеня јуни xuño qershor júní มิถุนายน יונ ביונ ιούν iun`,
	`july jul juillet juil juli julio luglio lug julho lipiec lipca lip červenec července čvc júl júla heinäkuuta heinäkuu
		heinä július июля июль июл juliol iulie липня temmuz tem
		ιουλίου ιούλιος ιουλ يوليو ژوئیه جولای تموز جويلية يوليوز יולי ביולי јул јула юли srpnja srpanj juuli jūlijs liepos 七月
		julij julija липень лип ліпеня јули xullo korrik júlí กรกฎาคม יול ביול ιούλ julai iul`,
	`august aug août augusti augustus agosto ago agto sierpień sierpnia sie srpen srpna srp augusta elokuuta elokuu elo
		augusztus августа август авг agost серпня ağustos ağu
		αυγούστου αύγουστος αυγ أغسطس اغسطس اوت آگوست آب أوت غشت אוגוסט באוגוסט kolovoza kolovoz augusts rugpjūčio 八月
		avgust avgusta avg kol серпень сер жніўня ágúst gusht agustus agu agt ags ogos สิงหาคม אוג באוג αύγ`,
	`september sep sept septembre settembre sett set septiembre setiembre setembro wrzesień września wrz září zář septembra
		syyskuuta syyskuu syys szeptember szept сентября сентябрь сен сент setembre septembrie вересня eylül eyl
		σεπτεμβρίου σεπτέμβριος σεπ سبتمبر سپتامبر أيلول ايلول شتنبر ספטמבר בספטמבר септембар септембра септември rujna rujan septembris rugsėjo 九月
		septembar ruj вересень вер верасня сеп shtator กันยายน ספט בספט`,
	`october oct oktober okt octobre octubre ottobre ott outubro out październik października paź říjen října říj október
		októbra lokakuuta lokakuu loka октября октябрь окт octombrie жовтня ekim eki
		οκτωβρίου οκτώβριος οκτ أكتوبر اكتوبر اکتبر אוקטובר באוקטובר октобар октобра октомври oktoober oktobris spalio 十月
		oktobar oktobra жовтень жов кастрычніка tetor ตุลาคม אוק באוק`,
	`november nov novembre noviembre novembro listopad listopadu lis listopada lst november novembra marraskuuta marraskuu
		marras ноября ноябрь ноя нояб noiembrie листопада kasım kas
		νοεμβρίου νοέμβριος νοε نوفمبر نوامبر نونبر נובמבר בנובמבר новембар новембра ноември studenoga studeni novembris lapkričio 十一月
		novembar stu лис листопад лістапада ное нов nëntor nóvember nopember พฤศจิกายน נוב בנוב νοέ`,
	`december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia gru prosinec prosince pro
		december decembra des desember joulukuuta joulukuu joulu декабря декабрь дек desembre decembrie грудня aralık ara
		δεκεμβρίου δεκέμβριος δεκ ديسمبر دسامبر دجنبر דצמבר בדצמבר децембар децембра декември prosinca prosinac detsember decembris gruodžio 十二月
		decembar грудень гру снежня дец decembro dhjetor disember ธันวาคม דצמ בדצמ`,
}

// weekdayNames are skipped before and after a date.
const weekdayNames = `monday mon tuesday tue tues wednesday wed wednes thursday thu thur thurs friday fri saturday sat sunday sun
	montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonnabend sonntag so
	lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
	lunes martes mié miércoles jueves jue viernes vie sábado sáb domingo dom
	lunedì lunedí martedì martedí mercoledì mercoledí giovedì giovedí gio venerdì venerdí sabato sab domenica
	segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta seg ter qua qui sex
	maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo
	poniedziałek pon wtorek wt środa śr czwartek czw piątek pt sobota sob niedziela niedz ndz
	pondělí po úterý út středa st čtvrtek čt pátek pá so neděle ne
	pondelok utorok streda štvrtok piatok nedeľa
	måndag mån tisdag tis onsdag ons torsdag tors tor fredag fre lördag lör söndag sön
	mandag man tirsdag tirs lørdag lør søndag søn
	maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona torstai torstaina perjantai perjantaina lauantai lauantaina sunnuntai sunnuntaina
	hétfő kedd szerda csütörtök péntek szombat vasárnap
	понедельник пн вторник вт среда ср четверг чт пятница пт суббота сб воскресенье вс
	月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 月 火 水 木 金 土 日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天
	월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 일
	pazartesi salı çarşamba perşembe cuma cumartesi pazar
	luni marți marţi miercuri joi vineri sâmbătă duminică
	δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
	الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
	شنبه یکشنبه دوشنبه چهارشنبه پنجشنبه جمعه
	понеділок вівторок середа четвер п'ятниця субота неділя понеделник сряда четвъртък петък събота
	ponedjeljak utorak srijeda četvrtak petak ponedeljek torek sreda četrtek
	esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev
	ponedeljak subota nedelja nedjelja sobota nedeľa понедељак уторак среда четвртак петак субота недеља
	dilluns dimarts dimecres dijous divendres dissabte diumenge
	senin selasa rabu kamis jumat sabtu minggu ahad isnin khamis jumaat
	ראשון שני שלישי רביעי חמישי שישי שבת
	วันอาทิตย์ วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์
	วันอาทิตย์ที่ วันจันทร์ที่ วันอังคารที่ วันพุธที่ วันพฤหัสบดีที่ วันศุกร์ที่ วันเสาร์ที่`

// dateLeads may precede a date.
const dateLeads = `on the le el il am vom den der de del op dne dnia dňa dia em på em στις la dne u ngày від от на dana pada tanggal ביום יום בתאריך วันที่ เมื่อ`

// clockWords may be between a date and its time.
const clockWords = `at um à a las la alle ore às as om kl klo v ve o godz godzina в u ore h uur στις saat الساعة ساعت о об ora lúc les pukul jam בשעה เวลา`

// zoneWords are skipped after a time, since the wall-clock time is kept as shown. They
// count in capitals only: "est" is a word in French.
const zoneWords = `UTC GMT Z EST EDT CST CDT MST MDT PST PDT CET CEST MET MEST BST IST WET WEST EET EEST MSK AEST AEDT WIB WITA WIT uhr Uhr uur h hrs Hrs hs ч น`

// yearWords may follow a year.
const yearWords = `г года година р року r roku rok godine године`

// meridiems name the half of the day after a time, leadingMeridiems before it: 0 for the
// morning, 12 for the rest. AM and PM with dots and spaces are parsed by code.
var (
	meridiems = map[string]int{
		"上午": 0, "下午": 12, "午前": 0, "午後": 12, "오전": 0, "오후": 12,
		"SA": 0, "CH": 12, "dop": 0, "odp": 12, "πμ": 0, "μμ": 12, "ص": 0, "م": 12, "öö": 0, "ös": 12, "vorm": 0, "nachm": 12,
	}
	leadingMeridiems = map[string]int{
		"上午": 0, "下午": 12, "午前": 0, "午後": 12, "오전": 0, "오후": 12,
		"öö": 0, "ös": 12, "de": 0, "du": 12, "am": 0, "pm": 12,
	}
	// cultureMeridiems are words with another meaning in other cultures.
	cultureMeridiems = map[string]map[string]int{
		"sv": {"fm": 0, "em": 12},
		"fi": {"ap": 0, "ip": 12},
		"nl": {"vm": 0, "nm": 12},
	}
)

// cultureMonths are names that mean another month, or none, in other cultures.
var cultureMonths = map[string]map[string]int{
	"hr": {"lip": 6, "srp": 7, "lis": 10, "listopad": 10, "listopada": 10},
	"ms": {"mac": 3},
}

// Vocabulary has the tables above, prepared for lookup.
type Vocabulary struct {
	Months   map[string]int
	Weekdays map[string]bool
	solar    map[string]int
	leads    map[string]bool
	clock    map[string]bool
	zones    map[string]bool
	years    map[string]bool
}

// Words builds the tables on first use, since most commands parse no page.
var Words = sync.OnceValue(func() *Vocabulary {
	w := &Vocabulary{
		Months: map[string]int{}, Weekdays: map[string]bool{}, solar: map[string]int{},
		leads: words.Set(dateLeads), clock: words.Set(clockWords), zones: words.Set(zoneWords), years: words.Set(yearWords),
	}
	for i, names := range monthNames {
		for _, name := range strings.Fields(names) {
			w.Months[name] = i + 1
			w.Months[words.Unaccent(name)] = i + 1
		}
	}
	for i, names := range solarMonths {
		for _, name := range strings.Fields(names) {
			w.solar[name] = i + 1
		}
	}
	for _, name := range strings.Fields(weekdayNames) {
		w.Weekdays[name] = true
		w.Weekdays[words.Unaccent(name)] = true
	}
	return w
})

// lowerWord returns the letters at the start of s in lower case, and their length in
// bytes. Runs longer than any word in the tables are ignored.
func lowerWord(s string) (string, int) {
	end := 0
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && (r != '-' || !strings.HasPrefix(s[i:], "-feira")) {
			break
		}
		end = i + len(string(r))
		if end > 48 {
			return "", 0
		}
	}
	return strings.ToLower(s[:end]), end
}

// Atoi parses decimal digits; it returns -1 for anything else.
func Atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
