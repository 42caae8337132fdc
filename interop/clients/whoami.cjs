// Prints who STS says the profile in the argument is, by the JavaScript SDK's
// own chain; with a second argument "sso", by its fromSSO provider alone.
const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");
const { fromNodeProviderChain, fromSSO } = require("@aws-sdk/credential-providers");

async function main(profile, kind) {
  const provider = kind === "sso" ? fromSSO({ profile }) : fromNodeProviderChain({ profile });
  const credentials = await provider();
  const sts = new STSClient({ profile, credentials });
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  console.log(JSON.stringify({ Account, Arn, AccessKeyId: credentials.accessKeyId }));
}

main(...process.argv.slice(2)).catch((err) => {
  console.error(`${err.name}: ${err.message}`);
  process.exitCode = 1;
});
