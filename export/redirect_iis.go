package export

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// maxWebConfig is the maximum size of a web.config, or of a part in its own file, that
// IIS reads by default. With a larger one it answers every request with error 500.19
// (https://port135.com/maximum-size-and-count-for-the-web-config-file/).
const maxWebConfig = 250 << 10

// writeIIS writes a web.config with two rewrite maps of the URL Rewrite module: one for
// whole addresses, one for paths with any query. IIS ignores case, and rejects a map with
// duplicate keys.
func writeIIS(w io.Writer, rules *Rules) {
	fmt.Fprint(w, `<?xml version="1.0" encoding="utf-8"?>
<configuration>
	<system.webServer>
		<rewrite>
			<rules>
				<rule name="blogferry by address" stopProcessing="true">
					<match url=".*" />
					<conditions><add input="{BlogferryByAddress:{UNENCODED_URL}}" pattern="(.+)" /></conditions>
					<action type="Redirect" url="{C:1}" appendQueryString="false" redirectType="Permanent" />
				</rule>
				<rule name="blogferry by path" stopProcessing="true">
					<match url=".*" />
					<conditions>
						<add input="{UNENCODED_URL}" pattern="^([^?]*)" />
						<add input="{BlogferryByPath:{C:1}}" pattern="(.+)" />
					</conditions>
					<action type="Redirect" url="{C:1}" appendQueryString="false" redirectType="Permanent" />
				</rule>
			</rules>
			<rewriteMaps>
`)
	writeIISMap(w, "BlogferryByAddress", rules, true)
	writeIISMap(w, "BlogferryByPath", rules, false)
	fmt.Fprint(w, "\t\t\t</rewriteMaps>\n\t\t</rewrite>\n\t</system.webServer>\n</configuration>\n")
}

func writeIISMap(w io.Writer, name string, rules *Rules, withQuery bool) {
	fmt.Fprintf(w, "\t\t\t\t<rewriteMap name=%q defaultValue=\"\">\n", name)
	for _, r := range rules.asking(withQuery) {
		fmt.Fprintf(w, "\t\t\t\t\t<add key=\"%s\" value=\"%s\" />\n", xmlText(r.From), xmlText(r.New))
	}
	fmt.Fprint(w, "\t\t\t\t</rewriteMap>\n")
}

func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
