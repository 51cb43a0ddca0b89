package io.spillway.source.postgres;

import java.util.List;

/**
 * A type, and literals of it that are likely to go wrong.
 *
 * @param declared the type of a column
 * @param literals of it in SQL
 */
record TypeCase(String declared, List<String> literals) {
  /** What the types below need. */
  static final List<String> PREPARATION =
      List.of(
          "create extension if not exists hstore",
          "create extension if not exists citext",
          "create type mood as enum ('sad', 'ok', 'it''s, \"ok\"')",
          "create type inventory as (name text, price numeric(9,2), tags text[], at timestamptz)",
          "create domain price as numeric(6,2) check (value >= 0)",
          "create domain dear as price check (value > 100)",
          "create type coded",
          "create function coded_in(cstring) returns coded immutable strict language internal as"
              + " 'textin'",
          "create function coded_out(coded) returns cstring immutable strict language internal as"
              + " 'textout'",
          "create type coded (input = coded_in, output = coded_out, internallength = variable,"
              + " alignment = int4, storage = extended, delimiter = ':')",
          "create domain area as coded",
          "create domain primes as int[]",
          "create domain place as inventory",
          "create type lonely as (\"a \"\"b\\\" text)",
          "create type hollow as ()",
          "create type nest as (a inventory, b inventory[], c mood, d price, e primes, f box[],"
              + " g int4range, h boolean, i real, j jsonb, k json, l date, m timestamp, n bytea,"
              + " o int2vector, p text, q oid, r numeric[][], s interval, t uuid, u float8, v xml,"
              + " w \"char\", x place, y lonely, z mood[], aa hollow, ab time, ac timestamptz[],"
              + " ad lonely[], ae primes[], af numeric, ag bigint, ah oidvector, ai money)");

  private static final String NEST =
      "'(\"a \"\"b\"\"\",1.50,\"{x,NULL}\",\"2020-01-01 00:00+02\")'";

  private static final String NESTED =
      "row("
          + NEST
          + ", array["
          + NEST
          + ", null, row(null, null, null, null)]::inventory[], 'it''s, \"ok\"', 1.5, '{1,NULL}',"
          + " '{(3,4),(1,2);NULL}', '[1,5)', true, 'NaN', '{\"a\": [1, \"\\\"\"]}',"
          + " '{\"b\" :  1}', '0001-12-31 BC', '2020-02-29 12:34:56.7', '\\x00ff', '1 2',"
          + " E'q\"\\\\,()\\n', 4294967295, '{{1.50,NULL},{NaN,-2}}', '1 day -00:00:01',"
          + " '00112233-4455-6677-8899-aabbccddeeff', 1e-300,"
          + " '<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"1\"/>', 'x', "
          + NEST
          + ", row(null), '{sad,NULL}', row(), '24:00', '{2020-01-01 00:00+02,infinity}',"
          + " array[row('a'), null, row(null)]::lonely[], '{\"{1,2}\",NULL}',"
          + " 'Infinity', -5, '7 8', '-1234.5')::nest";

  static final List<TypeCase> ALL =
      List.of(
          of("smallint", "0", "-32768", "32767"),
          of("integer", "0", "-2147483648", "2147483647"),
          of("bigint", "0", "-9223372036854775808", "9223372036854775807"),
          of("oid", "0", "4294967295"),
          of(
              "real",
              "0",
              "'-0'",
              "1.1",
              "3.4028235e38",
              "1e-45",
              "'NaN'",
              "'Infinity'",
              "'-Infinity'"),
          of(
              "double precision",
              "0",
              "'-0'",
              "0.1",
              "1.7976931348623157e308",
              "5e-324",
              "'NaN'",
              "'Infinity'",
              "'-Infinity'"),
          of("boolean", "true", "false"),
          of("numeric(4)", "0", "-9999", "9999"),
          of("numeric(9,2)", "0", "-9999999.99", "0.01"),
          of("numeric(10,0)", "9999999999", "-1"),
          of("numeric(18,18)", "0.999999999999999999", "-0.000000000000000001"),
          of("numeric(19,1)", "999999999999999999.9", "-0.1"),
          of(
              "numeric(38,10)",
              "9999999999999999999999999999.9999999999",
              "-9999999999999999999999999999.9999999999",
              "-0.0000000001",
              "0"),
          of("numeric(38,38)", "0.99999999999999999999999999999999999999"),
          of("numeric(3,-2)", "99900", "-100"),
          of("numeric(2,5)", "0.00099", "-0.00001"),
          of("numeric(39,1)", "12345678901234567890123456789012345678.9"),
          of(
              "numeric",
              "0",
              "-1.50",
              "1e130",
              "-1e-130",
              "10000",
              "0.00010000",
              "12345678901234567890123456789012345678901234567890.123456789",
              "'NaN'",
              "'Infinity'",
              "'-Infinity'"),
          of(
              "text",
              "''",
              "'x'",
              "'ä€😀'",
              "E'\\n\\t\\x01\\\\'",
              "'null'",
              "repeat('long ', 9000)"),
          of("character varying(5)", "''", "'ab  '"),
          of("character(5)", "''", "'ab'"),
          of("name", "'x'", "repeat('ä', 31)"),
          of("\"char\"", "'x'", "''"),
          of("citext", "'Ab'"),
          of("bytea", "''", "'\\x00ff5c'", "decode(repeat('00ff', 9000), 'hex')"),
          of(
              "date",
              "'1970-01-01'",
              "'1969-12-31'",
              "'1582-10-10'",
              "'4713-01-01 BC'",
              "'0001-12-31 BC'",
              "'9999-12-31'",
              "'5874897-12-31'"),
          of("time", "'00:00'", "'23:59:59.999999'", "'24:00'", "'12:34:56.7'"),
          of("time(0)", "'12:34:56.7'"),
          of("time with time zone", "'00:00+15:59'", "'23:59:59.999999-08'"),
          of(
              "timestamp",
              "'1970-01-01'",
              "'1969-12-31 23:59:59.999999'",
              "'1582-10-10 12:00'",
              "'1883-11-18 12:03'",
              "'4713-01-01 BC'",
              "'294247-01-10 04:00:54.775807'"),
          of("timestamp(0)", "'2020-02-29 12:34:56.7'"),
          of(
              "timestamp with time zone",
              "'1970-01-01 00:00+00'",
              "'2020-03-29 02:30+02'",
              "'1500-01-01 00:00:00.000001+00'",
              "'4713-01-01 00:00+00 BC'",
              "'294247-01-10 04:00:54.775807+00'"),
          of("interval", "'1 year -2 days 3:04:05.6'", "'0'", "'-178000000 years'"),
          of(
              "uuid",
              "'00112233-4455-6677-8899-aabbccddeeff'",
              "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
          of("json", "'{\"b\" : 1,  \"a\":\"\\u00e4\", \"b\":2}'", "'null'", "'\"\"'"),
          of("jsonb", "'{\"b\" : 1,  \"a\":\"\\u00e4\"}'", "'null'", "'[]'", "'1e100'"),
          of("mood", "'sad'", "'it''s, \"ok\"'"),
          of("inventory", NEST, "row(null, null, null, null)"),
          of(
              "lonely",
              "row(null)",
              "row('')",
              "row('NULL')",
              "row(E' \\\\ \\\"\"(,){};\\t\\n\\x01\\x7fä😀')"),
          of("lonely[]", "array[row(null), null, row(''), row(E'\\\\\"')]::lonely[]"),
          of("hollow", "row()"),
          of("nest", NESTED, "row(" + "null,".repeat(34) + "null)"),
          of("nest[]", "array[" + NESTED + ", null]::nest[]"),
          of("nest[][]", "array[array[" + NESTED + ", null]]::nest[][]"),
          of("box[]", "'{(3,4),(1,2);NULL;(5,6),(0,0)}'", "'{}'", "'[0:0]={(3,4),(1,2)}'"),
          of("box[][]", "'{{(3,4),(1,2)};{NULL}}'", "'[2:3][-1:-1]={{(3,4),(1,2)};{NULL}}'"),
          of("coded[]", "'{\"a,b\":NULL:\"c:d\":e,f:\"NULL\":\"\"}'", "'{}'", "'[0:0]={x}'"),
          of("coded[][]", "'{{\"a,b\":NULL}:{\"c:d\":e;f}}'"),
          of("area[]", "'{\"a,b\":\"c:d\":NULL}'"),
          of("int2vector[]", "'{1 2,\"\",NULL}'"),
          of("timestamp[][]", "'{{2020-01-01,0044-03-15 01:02:03.4 BC,infinity,NULL}}'"),
          of("timestamptz[][]", "'{{2020-01-01 00:00+02,0044-03-15 00:00+00 BC,-infinity}}'"),
          of("float8[][]", "'{{1e300,-0,NaN,Infinity,-Infinity,5e-324}}'"),
          of("numeric[][]", "'{{1e130,NaN,-Infinity,0.10}}'"),
          of("text[][]", "array[array['', 'NULL', null, E'\"\\\\{},; \\n']]"),
          of("price", "1.5"),
          of("dear", "9999.99"),
          of("place", NEST),
          of("primes", "'{2,3,NULL}'", "'{}'"),
          of("int4range", "'[1,5)'", "'empty'", "'(,3]'"),
          of("tstzrange", "'[2020-01-01 00:00+02,infinity)'"),
          of("nummultirange", "'{[1,2.50),(7,)}'", "'{}'"),
          of("inet", "'192.168.0.1'", "'192.168.0.1/24'", "'::1'", "'2001:db8::/32'"),
          of("cidr", "'192.168.0.0/16'", "'::/0'"),
          of("macaddr", "'08:00:2b:01:02:03'"),
          of("macaddr8", "'08:00:2b:01:02:03:04:05'"),
          of("money", "'-1234567.89'", "0"),
          of("xml", "'<a b=\"1\">ä</a>'", "'<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>'"),
          of("point", "'(0.1,-2e300)'"),
          of("line", "'{1,-2,3}'"),
          of("lseg", "'[(1,2),(3,4)]'"),
          of("box", "'(3,4),(1,2)'"),
          of("path", "'((1,2),(3,4))'", "'[(1,2),(3,4)]'"),
          of("polygon", "'((1,2),(3,4))'"),
          of("circle", "'<(1,2),3>'"),
          of("bit(5)", "b'10110'"),
          of("bit varying", "b'1'", "b''"),
          of("tsvector", "'a:1B fat:2,4 cat'"),
          of("tsquery", "'fat & (rat | !cat)'"),
          of("pg_lsn", "'16/B374D848'"),
          of("pg_snapshot", "'10:20:10,14,15'"),
          of("xid", "'4294967295'"),
          of("regclass", "'pg_catalog.pg_class'"),
          of("jsonpath", "'$.a[*] ? (@ > 1)'"),
          of("hstore", "'a=>1, \"b c\"=>NULL'"),
          of("int2vector", "'1 2 3'", "''"),
          of("smallint[]", "'{1,NULL,-3}'", "'{}'", "'[5:6]={1,2}'"),
          of("bigint[3]", "'{9223372036854775807}'"),
          of("real[]", "'{1.5,NaN,NULL}'"),
          of("boolean[]", "'{t,f,NULL}'"),
          of("text[]", "'{\"\",NULL,\"NULL\",\"a,b\",\"\\\"\"}'", "'{}'"),
          of("character(3)[]", "'{a,NULL}'"),
          of("bytea[]", "'{\"\\\\x00\",NULL,\"\"}'"),
          of("numeric[]", "'{1.50,NaN,NULL}'"),
          of("numeric(30,2)[]", "'{1.5,NULL,-2}'"),
          of("date[]", "'{2020-01-01,NULL}'"),
          of("time[]", "'{12:00,NULL,24:00}'"),
          of("timestamptz[]", "'{2020-01-01 00:00+02,NULL}'"),
          of("uuid[]", "'{00112233-4455-6677-8899-aabbccddeeff,NULL}'"),
          of("jsonb[]", "'{\"{\\\"a\\\": 1}\",NULL}'"),
          of("mood[]", "'{sad,NULL}'"),
          of("dear[]", "'{100.01,NULL}'"),
          of("inventory[]", "array[" + NEST + ", null]::inventory[]", "'{}'"),
          of("inet[]", "'{192.168.0.1,NULL}'"),
          of("xml[]", "'{<a/>,NULL}'"),
          of("interval[]", "'{1 day,NULL}'"),
          of("money[]", "'{1.5,NULL}'"),
          of("int4range[]", "'{\"[1,2)\",NULL}'"),
          of("hstore[]", "'{\"a=>\\\"x, y\\\"\",NULL}'"),
          of("primes[]", "array['{1,2}'::primes]"),
          of("integer[][]", "'{{1,2},{3,NULL}}'", "'{1,2}'", "'{}'"),
          of("inventory[][]", "array[array[" + NEST + "]]::inventory[][]"));

  private static TypeCase of(String declared, String... literals) {
    return new TypeCase(declared, List.of(literals));
  }
}
