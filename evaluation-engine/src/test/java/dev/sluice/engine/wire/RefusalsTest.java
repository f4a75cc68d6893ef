package dev.sluice.engine.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.FlagReading.Trouble;
import dev.sluice.engine.model.SegmentReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader says of a record or an event that it refuses: the field, what was given, what is allowed. */
class RefusalsTest {
    private static final String FLAG =
            "{'key':'f','type':'%s','version':1,'enabled':true,'variations':{%s},'offVariation':'off'%s}";
    private final WireCodec codec = new WireCodec();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'targets':[{'variation':'no','keys':['u']}]           | target: variation: "no" is no variation of this flag; expected one of [on, off]
            'targets':[{'variation':'on','keys':'u'}]             | target: keys: expected an array, was string
            'targets':[{'variation':'on','keys':[1]}]             | target: keys: expected strings, was number
            'targets':[{'variation':'on'}]                        | target: keys is missing
            'targets':[{'variation':'on','attribute':'','keys':[]}] | target: attribute: an empty text is not allowed
            'prerequisites':[{'flag':'a b','variations':['on']}]  | prerequisite: flag: "a b" is not allowed; expected 1 to 100 of letters, digits, '.', '_' and '-'
            'prerequisites':[{'flag':'a','variations':[]}]        | prerequisite: variations: an empty list is not allowed; expected at least one
            'prerequisites':{}                                    | flag: prerequisites: expected an array, was object
            'rules':[{'id':'r','when':[],'serve':{'variation':'on'}}] | rule r: when: an empty list is not allowed; expected at least one
            'rules':[CLAUSE{'op':'exists','attribute':'a'}SERVE{'variation':'no'}END] | rule r: "no" is no variation of this flag; expected one of [on, off]
            'rules':[CLAUSE{'op':'exists','attribute':'a'}SERVE{'variation':'on'}END,CLAUSE{'op':'exists','attribute':'a'}SERVE{'variation':'on'}END] | flag: rule ids: [r] more than once; expected each at most once
            'rules':[CLAUSE{'op':'exists','attribute':''}SERVE{'variation':'on'}END] | clause: attribute: an empty text is not allowed
            'rules':[CLAUSE{'op':'exists'}SERVE{'variation':'on'}END] | clause: exists needs an attribute
            'rules':[CLAUSE{'op':'exists','attribute':'a','values':[1]}SERVE{'variation':'on'}END] | clause: exists takes no values
            'rules':[CLAUSE{'op':'in','attribute':'a'}SERVE{'variation':'on'}END] | clause: in needs at least one value
            'rules':[CLAUSE{'op':'in','attribute':'a','values':[null]}SERVE{'variation':'on'}END] | clause: null is not allowed among the values
            'rules':[CLAUSE{'op':'inSegment','attribute':'a','values':['s']}SERVE{'variation':'on'}END] | clause: inSegment takes no attribute, but was given "a"
            'rules':[CLAUSE{'op':'in','attribute':'a','values':[1,{}]}SERVE{'variation':'on'}END] | clause: value 2 of in has the wrong form; expected a string, number or boolean
            'rules':[CLAUSE{'op':'lt','attribute':'a','values':['1']}SERVE{'variation':'on'}END] | clause: value 1 of lt has the wrong form; expected a number
            'rules':[CLAUSE{'op':'after','attribute':'a','values':[true]}SERVE{'variation':'on'}END] | clause: value 1 of after has the wrong form; expected an RFC 3339 time or milliseconds since 1970
            'rules':[CLAUSE{'op':'startsWith','attribute':'a','values':[1]}SERVE{'variation':'on'}END] | clause: value 1 of startsWith has the wrong form; expected a string
            'rules':[CLAUSE{'op':'withinKm','values':[{'latitude':91,'longitude':0,'km':1}]}SERVE{'variation':'on'}END] | clause: value 1 of withinKm has the wrong form; expected {"latitude": -90 to 90, "longitude": -180 to 180, "km": 0 or more}
            'rules':[CLAUSE{'op':'withinKm','values':[{'latitude':0,'longitude':0}]}SERVE{'variation':'on'}END] | clause: value 1 of withinKm has the wrong form; expected {"latitude": -90 to 90, "longitude": -180 to 180, "km": 0 or more}
            'rules':[CLAUSE{'op':'withinKm','values':['x']}SERVE{'variation':'on'}END] | clause: value 1 of withinKm has the wrong form; expected {"latitude": -90 to 90, "longitude": -180 to 180, "km": 0 or more}
            'rules':[CLAUSE{'op':'in','attribute':'a','values':['x'],'negate':1}SERVE{'variation':'on'}END] | clause: negate: expected true or false, was number
            'fallthrough':{}                                      | flag: fallthrough: expected either a variation or a split
            'fallthrough':{'variation':'no'}                      | fallthrough: "no" is no variation of this flag; expected one of [on, off]
            'fallthrough':SPLIT1000,'ranges':[],'rest':'no'}}     | fallthrough: rest: "no" is no variation of this flag; expected one of [on, off]
            'fallthrough':SPLIT1000,'ranges':[{'variation':'no','from':0,'to':1}]}} | fallthrough: range: "no" is no variation of this flag; expected one of [on, off]
            'fallthrough':SPLIT1000,'ranges':[{'variation':'off','from':0,'to':1}]}} | fallthrough: "off" is the rest (the flag's offVariation, as none is named) and in ranges; expected one of the two
            'fallthrough':SPLIT1000,'ranges':[{'variation':'on','from':0,'to':1001}]}} | split: a range ends at 1001; expected at most 1000
            'fallthrough':SPLIT1000,'ranges':[{'variation':'on','from':0,'to':2},{'variation':'on','from':1,'to':3}]}} | split: ranges overlap at bucket 1
            'fallthrough':SPLIT1000,'ranges':[{'variation':'on','from':1,'to':1}]}} | range: from 1 to 1 is not allowed; expected 0 <= from < to
            'fallthrough':SPLIT1000,'ranges':[{'variation':'on','from':-1,'to':1}]}} | range: from -1 to 1 is not allowed; expected 0 <= from < to
            'fallthrough':SPLIT0,'ranges':[]}}                    | split: buckets 0 is not allowed; expected 1 or more
            'fallthrough':SPLIT1.5,'ranges':[]}}                  | flag: fallthrough: split: buckets: expected a whole number, was number
            'fallthrough':SPLIT2147483648,'ranges':[]}}           | flag: fallthrough: split: buckets: expected a whole number within 32 bits, was number
            'guard':GUARD'no','baseline':'off','maxErrorShare':0.5,LIMITS} | guard: variation: "no" is no variation of this flag; expected one of [on, off]
            'guard':GUARD'on','baseline':'no','maxErrorShare':0.5,LIMITS}  | guard: baseline: "no" is no variation of this flag; expected one of [on, off]
            'guard':GUARD'on','baseline':'off','maxErrorShare':1.1,LIMITS} | guard: maxErrorShare 1.1 is not allowed; expected 0 to 1
            'guard':GUARD'on','baseline':'off','maxErrorShare':'1',LIMITS} | flag: guard: maxErrorShare: expected a number, was string
            'guard':GUARD'on','baseline':'off','maxErrorShare':1,'minimum':-1,'windowMillis':0,'probeAfterMillis':0} | guard: minimum -1, windowMillis 0, probeAfterMillis 0 are not allowed; expected 0 or more each
            'whenUnknown':{'use':'guess'}                         | whenUnknown: use "guess" is not allowed; expected one of [lastKnown, default, failClosed]
            'whenUnknown':{'use':'default','maxAgeSeconds':-1}    | whenUnknown: maxAgeSeconds -1 is not allowed; expected 0 to 31536000
            'whenUnknown':{'maxAgeSeconds':1}                     | flag: whenUnknown: use is missing
            'fallthrough':7                                       | flag: fallthrough: expected an object, was number
            """)
    void aFlagsRecordIsRefusedInWordsThatNameTheField(String rest, String why) {
        String json = flag("boolean", "'on':true,'off':false", "," + rest);

        assertThat(broken(json)).isEqualTo(why);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            boolean | 'off':1                | variation off: 1 is not allowed; expected a boolean
            string  | 'off':1                | variation off: 1 is not allowed; expected a string
            integer | 'off':9007199254740992 | variation off: 9007199254740992 is not allowed; expected a whole number between -(2^53-1) and 2^53-1
            integer | 'off':-9223372036854775808 | variation off: -9223372036854775808 is not allowed; expected a whole number between -(2^53-1) and 2^53-1
            integer | 'off':1.5              | variation off: 1.5 is not allowed; expected a whole number between -(2^53-1) and 2^53-1
            double  | 'off':true             | variation off: true is not allowed; expected a double
            double  | 'off':1e999            | variation off: Infinity is not allowed; expected a double
            json    | 'off':[{'a':1e999}]    | variation off: [{a=Infinity}] is not allowed; expected a json
            boolean | 'o f':true,'off':false | variation: "o f" is not allowed; expected 1 to 100 of letters, digits, '.', '_' and '-'
            boolean | 'on':true              | offVariation: "off" is no variation of this flag; expected one of [on]
            colour  | 'off':1                | type: "colour" is not allowed; expected boolean, string, integer, double or json
            """)
    void aFlagWhoseCoreIsWrongHasNoCoreToServe(String type, String variations, String why) {
        FlagReading reading = codec.readFlag("f", bytes(flag(type, variations, "")));

        assertThat(reading).isEqualTo(new FlagReading.NotUnderstood(why, Trouble.BROKEN, null));
    }

    @ParameterizedTest
    @CsvSource({"integer, -9007199254740991", "double, 0", "json, '[null,{\"a\":[true,1,1.5,\"t\"]}]'"})
    void theOuterMostValuesOfATypeAreTaken(String type, String value) {
        assertThat(codec.readFlag("f", bytes(flag(type, "'off':" + value, ""))))
                .isInstanceOf(FlagReading.Understood.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'key':'t'}                                  | segment: the record says another key than the one it is stored under
            {'key':'s','included':[7]}                   | segment: included: expected strings, was number
            {'key':'s','rules':[{'id':'r','when':[]}]}   | segment rule r: when: an empty list is not allowed; expected at least one
            {'key':'s','rules':[{'id':'r','when':[{'op':'exists','attribute':'a'}]},{'id':'r','when':[{'op':'exists','attribute':'a'}]}]} | segment s: rule ids: [r] more than once; expected each at most once
            {'key':'s','rules':[{'id':'r','when':[{'op':'near'}]}]} | unknown operator "near"
            {'key':'s','rules':[{'id':'r','since':1,'when':[]}]} | unknown field "since" in a rule
            {'key':'s','rules':[{'id':'r','when':[{'op':'withinKm','values':[{'latitude':0,'longitude':0,'km':1,'m':1}]}]}]} | unknown field "m" in a circle
            {'key':'s'                                   | the record is no JSON that can be read (at column 11)
            []                                           | segment: expected an object, was array
            """)
    void aSegmentsRecordIsRefusedInWordsToo(String json, String why) {
        SegmentReading reading = codec.readSegment("s", bytes(json));

        assertThat(reading).isEqualTo(new SegmentReading.NotUnderstood(why));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'prerequisites':[{'flag':'a','variations':['on'],'unless':1}]        | unknown field "unless" in a prerequisite
            'targets':[{'variation':'on','keys':[],'until':1}]                   | unknown field "until" in a target
            'rules':[{'id':'r','if':1,'when':[],'serve':{'variation':'on'}}]     | unknown field "if" in a rule
            'rules':[{'id':'r','when':[{'op':'in','x':1}],'serve':{'variation':'on'}}] | unknown field "x" in a clause
            'rules':[{'id':'r','when':[{'op':'near'}],'serve':{'variation':'on'}}] | unknown operator "near"
            'rules':[{'id':'r','when':[],'serve':{'layer':'l'}}]                 | unknown field "layer" in a serve
            'fallthrough':{'split':{'hash':1}}                                   | unknown field "hash" in a split
            'fallthrough':{'split':{'ranges':[{'variation':'on','at':1}]}}       | unknown field "at" in a range
            """)
    void whatANewerWriterMayHaveSaidIsNamedAndTheCoreIsKept(String rest, String why) {
        FlagReading reading = codec.readFlag("f", bytes(flag("boolean", "'on':true,'off':false", "," + rest)));

        assertThat(reading).isInstanceOfSatisfying(FlagReading.NotUnderstood.class, not -> {
            assertThat(not.why()).isEqualTo(why);
            assertThat(not.trouble()).isEqualTo(Trouble.UNKNOWN);
            assertThat(not.core()).isNotNull();
        });
    }

    @Test
    void aLongUnknownNameIsCut() {
        for (int length : new int[] {60, 61}) {
            String rest = ",'targets':[{'" + "x".repeat(length) + "':1}]";
            FlagReading reading = codec.readFlag("f", bytes(flag("boolean", "'off':false", rest)));

            assertThat(((FlagReading.NotUnderstood) reading).why())
                    .isEqualTo("unknown field \"" + "x".repeat(60) + (length > 60 ? "…" : "") + "\" in a target");
        }
    }

    @Test
    void aFlagThatIsNoJsonIsToldByPlaceNeverByContent() {
        assertThat(broken("{'key':'f','secret")).isEqualTo("the record is no JSON that can be read (at column 19)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            [                                 | expected an object
            {'from':}                         | no JSON that can be read
            []                                | expected an object
            {} {}                             | something follows the end
            {'from':'1'}                      | from: expected a whole number
            {'from':1,'from':2}               | from is given twice
            {'epoch':7}                       | epoch: expected a string
            {'urgent':1}                      | urgent: expected true or false
            {'flags':[]}                      | flags: expected an object
            {'flags':{'a':[]}}                | flags: expected objects
            {'flags':{'a':null,'a':null}}     | flags: a key is given twice
            {'flags':{'a':{'record':{},'record':{}}}} | record is given twice
            {'flags':{'a':{'record':[]}}}     | record: expected an object
            {'flags':{'a':{'h':7}}}           | h: expected a string
            {'flags':{'a':{'record':{}}}}     | h is missing
            {'segments':{'a':[]}}             | segments: expected objects
            {'epoch':'1.a'}                   | from is missing
            {'epoch':'1.a','from':3,'fromHash':'HASH','to':3,'hash':'HASH'} | delta: from 3 to 3 is not allowed; expected 0 <= from < to
            """)
    void aDeltaIsRefusedInWords(String json, String why) {
        String data = json.replace("HASH", "0".repeat(64));

        assertThatThrownBy(() -> codec.decodeDelta(bytes(data)))
                .isInstanceOf(WireException.class)
                .hasMessage("delta can't be decoded: " + why);
    }

    @Test
    void aDeltaNeedsNeitherMapsNorHaste() {
        String zero = "0".repeat(64);
        Delta delta = codec.decodeDelta(
                bytes("{'epoch':'1.a','from':0,'fromHash':'" + zero + "','to':1,'hash':'" + zero + "'}"));

        assertThat(delta.flags()).isEmpty();
        assertThat(delta.segments()).isEmpty();
        assertThat(delta.urgent()).isFalse();
    }

    @Test
    void aSnapshotCannotDelete() {
        String data = "{'format':0,'epoch':'1.a','revision':1,'hash':'" + "0".repeat(64)
                + "','flags':{'a':null},'segments':{}}";

        assertThatThrownBy(() -> codec.decodeSnapshot(bytes(data)))
                .hasMessage("snapshot can't be decoded: a snapshot can't delete a record");
        assertThatThrownBy(() -> codec.decodeSnapshot(bytes("{'format':1}")))
                .hasMessage("snapshot: format 1 is not known; this engine reads 0");
    }

    private String broken(String json) {
        FlagReading reading = codec.readFlag("f", bytes(json));
        assertThat(reading).isInstanceOf(FlagReading.NotUnderstood.class);
        FlagReading.NotUnderstood not = (FlagReading.NotUnderstood) reading;
        assertThat(not.trouble()).isEqualTo(Trouble.BROKEN);
        return not.why();
    }

    /** The flag in the table's shorthand: CLAUSE, SERVE and END frame a rule, SPLITn and GUARD begin what their names say. */
    private static String flag(String type, String variations, String rest) {
        return FLAG.formatted(type, variations, rest)
                .replace("CLAUSE", "{'id':'r','when':[")
                .replace("SERVE", "],'serve':")
                .replace("END", "}")
                .replaceAll("SPLIT([0-9.]+)", "{'split':{'salt':'s','buckets':$1")
                .replace("GUARD", "{'variation':")
                .replace("LIMITS", "'minimum':1,'windowMillis':1,'probeAfterMillis':1");
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }
}
