export type Program = 'java' | 'spring' | 'web';

/** What a kind of program is called, and which key it needs. */
export const programs: readonly { id: Program; name: string; key: 'sdk' | 'client'; file: string }[] = [
  { id: 'java', name: 'Java', key: 'sdk', file: 'ShopExample.java' },
  { id: 'spring', name: 'Spring Boot', key: 'sdk', file: 'application.yaml' },
  { id: 'web', name: 'Web page', key: 'client', file: 'flags.js' },
];

export interface Snippet {
  label: string;
  text: string;
}

interface Facts {
  program: Program;
  /** Where programs reach this server. */
  origin: string;
  /** The key, as far as it is known here. */
  key: string | undefined;
  /** Of the artifacts. */
  version: string;
  application: string;
}

/** What to put into a program, piece by piece. A secret goes into the surroundings; a client key is none. */
export function snippetsOf({ program, origin, key, version, application }: Facts): readonly Snippet[] {
  const surroundings = { label: 'In the shell', text: `export SLUICE_SDK_KEY=${key ?? '<the SDK key>'}` };
  switch (program) {
    case 'java':
      return [
        surroundings,
        { label: 'pom.xml', text: dependency('sluice-client', version) },
        {
          label: 'Java',
          text: `FlagClientOptions options = FlagClientOptions.builder(
        URI.create("${origin}"), System.getenv("SLUICE_SDK_KEY"))
    .application("${application}", "1.0")
    .build();

try (FlagClient flags = FlagClient.connect(options)) {
    Context user = Context.builder("user-42").set("plan", "gold").build();
    System.out.println(flags.isOn("new-checkout", user));
}`,
        },
      ];
    case 'spring':
      return [
        surroundings,
        { label: 'pom.xml', text: dependency('sluice-spring-boot-starter', version) },
        {
          label: 'application.yaml',
          text: `sluice:
  server: ${origin}
  sdk-key: \${SLUICE_SDK_KEY}
  application: ${application}`,
        },
        {
          label: 'Java',
          text: `@FlagGate(value = "new-checkout", fallback = "oldCheckout")
public String checkout(String item) {
    return "new checkout of " + item;
}

String oldCheckout(String item) {
    return "old checkout of " + item;
}`,
        },
      ];
    case 'web':
      return [
        {
          label: 'In the shell',
          text: 'npm install @openfeature/web-sdk @openfeature/ofrep-web-provider',
        },
        {
          label: 'JavaScript',
          text: `import { OpenFeature } from '@openfeature/web-sdk';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';

const provider = new OFREPWebProvider({
  baseUrl: '${origin}',
  headers: [['Authorization', 'Bearer ${key ?? '<the client key>'}']],
});
await OpenFeature.setContext({ targetingKey: 'user-42' });
await OpenFeature.setProviderAndWait(provider);
console.log(OpenFeature.getClient().getBooleanValue('new-checkout', false));`,
        },
      ];
  }
}

function dependency(artifact: string, version: string): string {
  return `<dependency>
  <groupId>dev.sluice</groupId>
  <artifactId>${artifact}</artifactId>
  <version>${version}</version>
</dependency>`;
}
