package interop_test

import (
	"strings"
	"testing"
)

// moduleConfig has names that arguments and code pages break, and a default
// profile, which must never be taken in another one's place.
const moduleConfig = `[default]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnly

[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
region = us-east-1

[profile prod-admin]
sso_session = my-sso
sso_account_id = 444455556666
sso_account_name = Prüfung
sso_role_name = AdministratorAccess
region = eu-west-1

[profile prod-read]
sso_session = my-sso
sso_account_id = 444455556666
sso_role_name = ReadOnly

[profile 'it’s q"uote \']
sso_session = my-sso
sso_account_id = 444455556666
sso_role_name = ReadOnly

[profile -x[1]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnly
`

// moduleDeeds are lines of PowerShell, and what comes out of each, joined by
// blanks. The lines of one deed are one session, in their order.
var moduleDeeds = []struct {
	name     string
	signedIn bool
	lines    []struct{ line, want string }
}{
	{"sign in", false, []struct{ line, want string }{
		{`(Get-FobSession).State`, "signed-out"},
		{`$null -eq (Get-FobSession).AccessUntil`, "True"},
		{`failing { Get-FobCredential dev }`, "FobSignInNeeded,Get-FobCredential AuthenticationError 3 dev there is no sign-in to my-sso yet. => fob login my-sso"},
		{`failing { Get-FobAccount my-sso }`, "FobSignInNeeded,Get-FobAccount AuthenticationError 3  there is no sign-in to my-sso yet. => fob login my-sso"},
		{`failing { Get-FobRole }`, "FobSignInNeeded,Get-FobRole AuthenticationError 3  there is no sign-in to my-sso yet. => fob login my-sso"},
		{`failing { Get-FobIdentity dev }`, "FobSignInNeeded,Get-FobIdentity AuthenticationError 3 dev there is no sign-in to my-sso yet. => fob login my-sso"},
		{`failing { Invoke-Fob -Profile dev { 'ran' } }`, "FobSignInNeeded,Invoke-Fob AuthenticationError 3 dev there is no sign-in to my-sso yet. => fob login my-sso"},
		{`Get-FobSession | Connect-Fob -WhatIf; (Get-FobSession).State`, "signed-out"},
		{`failing { Connect-Fob nobody }`, "FobUsage,Connect-Fob InvalidArgument 2 nobody *"},
		// Sign in, by the pipeline.
		{`$s = Get-FobSession | Where-Object { -not $_.SignedIn } | Connect-Fob; $s.Session, $s.State, $s.PSTypeNames[0]`, "my-sso active Fob.Session"},
		{`$s.AccessUntil -gt (Get-Date) -and $s.AccessUntil -is [datetime] -and $s.AccessUntil.Kind -eq 'Local'`, "True"},
		{`(Connect-Fob -Profile dev).State`, "active"},
		{`(Get-FobProfile dev | Connect-Fob).State`, "active"},
		{`(Get-FobSession my-*).Session; @(Get-FobSession x*).Count`, "my-sso 0"},
		{`failing { Get-FobSession nobody }`, "FobUsage,Get-FobSession InvalidArgument 2 nobody *"},
	}},
	{"profiles", true, []struct{ line, want string }{
		{`(Get-FobProfile).Name -join '|'`, `default|dev|prod-admin|prod-read|it’s q"uote \|-x[1`},
		{`(Get-FobProfile prod-*, DEV).Name`, "prod-admin prod-read dev"},
		{`(Get-FobProfile '-x[1').RoleName; (Get-FobProfile 'it’’s q"uote \').AccountId`, "ReadOnly 444455556666"},
		{`(Get-FobProfile -RoleName *Admin* -AccountId 4444*).AccountName`, "Prüfung"},
		{`@(Get-FobProfile none*, 'x[1').Count`, "0"},
		{`(Get-FobProfile -Current).Name; (Get-FobProfile dev).PSTypeNames[0]`, "default Fob.Profile"},
		{`failing { Get-FobProfile prod-raed, dev }`, "FobNoProfile,Get-FobProfile ObjectNotFound 5 prod-raed there is no profile \"prod-raed\".\nDid you mean:\n  prod-read\n  prod-admin => fob profiles"},
		{`(Get-FobProfile prod-raed, dev -ErrorAction SilentlyContinue).Name`, "dev"},
		{`(Get-FobSession | Get-FobProfile -RoleName Admin*).Name`, "dev prod-admin"},
	}},
	{"accounts and roles", true, []struct{ line, want string }{
		{`Get-FobAccount | ForEach-Object { $_.AccountId, $_.AccountName, $_.Email, $_.Session }`, "111122223333 DeveloperAccount dev-admin@example.com my-sso 444455556666 ProductionAccount prod-admin@example.com my-sso"},
		{`(Get-FobAccount prod*).AccountId; (Get-FobSession | Get-FobAccount -AccountId 1*).AccountName`, "444455556666 DeveloperAccount"},
		{`(Get-FobAccount prod* | Get-FobRole).RoleName`, "AdministratorAccess ReadOnly"},
		{`(Get-FobRole -AccountId 4*).Count; (Get-FobRole ReadOnly).AccountName`, "2 DeveloperAccount ProductionAccount"},
		{`(Get-FobRole -AccountId 444455556666 Admin* | Get-FobProfile).Name`, "prod-admin"},
		{`failing { Get-FobRole -AccountId 999999999999 }`, "FobNoAccess,Get-FobRole PermissionDenied 4 999999999999 the account 999999999999 is not assigned to you in my-sso. => fob accounts my-sso"},
	}},
	{"identity and credentials", true, []struct{ line, want string }{
		{`$i = Get-FobIdentity prod-admin; $i.AccountId, $i.AccountName, $i.RoleName, $i.UserName, $i.Profile`, "444455556666 Prüfung AdministratorAccess you@example.com prod-admin"},
		{`$i.Expiration -gt (Get-Date); $i.Arn -like 'arn:aws:sts::444455556666:*'; (Get-FobProfile prod-* | Get-FobIdentity).RoleName`, "True True AdministratorAccess ReadOnly"},
		{`'dev', 'nobody' | Get-FobIdentity -ErrorAction SilentlyContinue | ForEach-Object Profile`, "dev"},
		{`$c = Get-FobCredential dev; $c.Profile, $c.AccountId, $c.SecretAccessKey.GetType().Name, $c.SessionToken.GetType().Name, ($c.Expiration -gt (Get-Date))`, "dev 111122223333 SecureString SecureString True"},
		{`$v = Get-FobCredential dev -AsEnvironment; @($v.Keys)`, "AWS_ACCESS_KEY_ID AWS_ACCOUNT_ID AWS_CREDENTIAL_EXPIRATION AWS_DEFAULT_REGION AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"},
		{`[Net.NetworkCredential]::new('', $c.SecretAccessKey).Password -ceq $v['AWS_SECRET_ACCESS_KEY']; [Net.NetworkCredential]::new('', $c.SessionToken).Password -ceq $v['AWS_SESSION_TOKEN']; $c.AccessKeyId -ceq $v['AWS_ACCESS_KEY_ID']`, "True True True"},
		{`$shown = ($c | Out-String), ($c | Format-List * | Out-String), ($c | ConvertTo-Json -Depth 5), ("$c"), ($c | Select-Object * | Out-String) -join ''
	  $shown -like "*$($c.AccessKeyId)*"; $shown.Contains($v['AWS_SECRET_ACCESS_KEY']); $shown.Contains($v['AWS_SESSION_TOKEN'].Substring(0, 20))`, "True False False"},
		{`(Get-FobCredential prod-*).Profile; (Get-FobProfile dev | Get-FobCredential).Profile`, "prod-admin prod-read dev"},
	}},
	{"use", true, []struct{ line, want string }{
		{`$env:AWS_ACCESS_KEY_ID = 'left'; $env:AWS_DEFAULT_PROFILE = 'left'; $StoredAWSCredentials = 'left'
	  Use-FobProfile dev -WhatIf; "$env:AWS_PROFILE" -eq ''; $env:AWS_ACCESS_KEY_ID; $StoredAWSCredentials`, "True left left"},
		{`Use-FobProfile dev; $env:AWS_PROFILE; "$env:AWS_ACCESS_KEY_ID$env:AWS_DEFAULT_PROFILE" -eq ''; Test-Path variable:StoredAWSCredentials`, "dev True False"},
		{`dotnet`, "111122223333 AdministratorAccess"},
		{`(Get-FobProfile -Current).Name; (Get-FobIdentity).RoleName`, "dev AdministratorAccess"},
		{`Get-FobProfile prod-r* | Use-FobProfile -Region eu-central-1 -PassThru | ForEach-Object Name; $env:AWS_PROFILE, $env:AWS_REGION, $env:AWS_DEFAULT_REGION`, "prod-read prod-read eu-central-1 eu-central-1"},
		{`dotnet`, "444455556666 ReadOnly"},
		{`Use-FobProfile 'it’’s q"uote \'; $env:AWS_PROFILE; Use-FobProfile -Profile '-x[1'; $env:AWS_PROFILE`, `it’s q"uote \ -x[1`},
		{`failing { Use-FobProfile prod-* }; $env:AWS_PROFILE`, "FobUsage,Use-FobProfile InvalidArgument  prod-admin prod-read 2 profiles are meant, and a session uses one: prod-admin, prod-read => Use-FobProfile 'prod-admin' -x[1"},
		{`failing { Use-FobProfile nobody }; $env:AWS_PROFILE`, "FobNoProfile,Use-FobProfile ObjectNotFound 5 nobody there is no profile \"nobody\". => fob profiles -x[1"},
		{`failing { Use-FobProfile dev -Region 'EU West' }; $env:AWS_PROFILE`, "FobUsage,Use-FobProfile InvalidArgument 2 dev * -x[1"},
		{`$StoredAWSRegion = 'eu-west-3'; Use-FobProfile dev -WarningVariable w -WarningAction SilentlyContinue; $w.Count; $StoredAWSRegion; Use-FobProfile dev -Region us-west-2; Test-Path variable:StoredAWSRegion`, "1 eu-west-3 False"},
		{`Use-FobProfile prod-read; Use-FobProfile -; $env:AWS_PROFILE; Use-FobProfile - -PassThru | ForEach-Object Name`, "dev prod-read"},
		{`fob init pwsh | Out-String | Invoke-Expression; fob use -; $env:AWS_PROFILE; Use-FobProfile -; $env:AWS_PROFILE`, "dev prod-read"},
		{`Use-FobProfile -Unset; "$env:AWS_PROFILE" -eq ''; $env:AWS_REGION = $env:AWS_DEFAULT_REGION = $null`, "True"},
	}},
	{"once per profile", true, []struct{ line, want string }{
		{`Invoke-Fob -Profile 'prod-*', 'dev', 'dev' { "$($_.Name)=$(dotnet)=$env:AWS_REGION" }`, "prod-admin=444455556666 AdministratorAccess=eu-west-1 prod-read=444455556666 ReadOnly= dev=111122223333 AdministratorAccess=us-east-1"},
		{`Invoke-Fob -Profile dev -Region eu-north-1 { $env:AWS_REGION, $env:AWS_DEFAULT_REGION, $env:AWS_ACCOUNT_ID, "$env:AWS_PROFILE" }; "$env:AWS_REGION"`, "eu-north-1 eu-north-1 111122223333  "},
		{`$env:AWS_PROFILE = 'dev'; $env:AWS_SESSION_TOKEN = 'old'; $before = identity
	  $n = 0; Get-FobProfile prod-* | Invoke-Fob { $n++ }; $n; (identity) -eq $before`, "2 True"},
		{`try { Invoke-Fob -Profile prod-*, dev { throw 'thrown' } } catch { "$_" }; (identity) -eq $before`, "thrown True"},
		{`Invoke-Fob -Profile prod-*, dev { 1; 2 } | Select-Object -First 1; (identity) -eq $before`, "1 True"},
		{`Invoke-Fob -Profile prod-admin { $env:AWS_ACCOUNT_ID; Invoke-Fob -Profile dev { $env:AWS_ACCOUNT_ID }; $env:AWS_ACCOUNT_ID; $env:AWS_PROFILE = 'mine' }; (identity) -eq $before`, "444455556666 111122223333 444455556666 True"},
		{`Invoke-Fob -Profile prod-* { $env:AWS_ACCOUNT_ID } | ForEach-Object { "$_/$env:AWS_ACCOUNT_ID$env:AWS_PROFILE" }`, "444455556666/dev 444455556666/dev"},
		{`Invoke-Fob -Profile prod-*, dev { "a"; 7 } -PassProfile | ForEach-Object { "$($_.FobProfile):$_" }`, "prod-admin:a prod-admin:7 prod-read:a prod-read:7 dev:a dev:7"},
		{`(Invoke-Fob -Profile dev { 'a' }).PSObject.Properties.Name -contains 'FobProfile'`, "False"},
		{`$StoredAWSCredentials = 'mine'; Invoke-Fob -Profile dev { "[$StoredAWSCredentials]" }; $StoredAWSCredentials; $StoredAWSCredentials = $null`, "[] mine"},
		{`Invoke-Fob -Profile nobody, dev { $_.Name } -ErrorAction SilentlyContinue`, "dev"},
		{`failing { Invoke-Fob -Profile nobody, dev { 'ran' } -ErrorAction Stop }`, "FobNoProfile,Invoke-Fob ObjectNotFound 5 nobody there is no profile \"nobody\". => fob profiles"},
		{`$env:AWS_PROFILE = $env:AWS_SESSION_TOKEN = $null`, ""},
		{`$p = [powershell]::Create(([initialsessionstate]::CreateDefault2())); $null = $p.AddScript("Import-Module '$module'; Invoke-Fob -Profile dev { ` + "`$env:FOB_TEST_STARTED = 'yes'" + `; while (` + "`$true" + `) { Start-Sleep -Milliseconds 20 } }")
	  $null = $p.BeginInvoke(); while (-not $env:FOB_TEST_STARTED -and $p.InvocationStateInfo.State -eq 'Running') { Start-Sleep -Milliseconds 20 }
	  "$env:AWS_ACCOUNT_ID"; $p.Stop(); "[$env:AWS_ACCOUNT_ID$env:AWS_SECRET_ACCESS_KEY]"; "$($p.InvocationStateInfo.State)"`, "111122223333 [] Stopped"},
		// A stop that comes while the environment is being put back, as Ctrl-C does when it has ended a program in the block.
		{`$p = [powershell]::Create(([initialsessionstate]::CreateDefault2())); $null = $p.AddScript("Import-Module '$module'
		  [ValidateScript({ if (` + "`$env:FOB_TEST_PHASE -eq 'armed') { `$env:FOB_TEST_PHASE = 'restoring'; while (`$env:FOB_TEST_PHASE -eq 'restoring') { Start-Sleep -Milliseconds 20 } }; `$true })] [string] `$StoredAWSCredentials" + ` = 'mine'
		  Invoke-Fob -Profile dev { ` + "`$env:FOB_TEST_PHASE" + ` = 'armed' }")
		  $null = $p.BeginInvoke(); while ($env:FOB_TEST_PHASE -ne 'restoring' -and $p.InvocationStateInfo.State -eq 'Running') { Start-Sleep -Milliseconds 20 }
		  $env:FOB_TEST_PHASE; $stop = $p.BeginStop($null, $null); while ($p.InvocationStateInfo.State -eq 'Running') { Start-Sleep -Milliseconds 20 }
		  $env:FOB_TEST_PHASE = 'stopping'; $p.EndStop($stop); "[$env:AWS_ACCOUNT_ID$env:AWS_SECRET_ACCESS_KEY]"; "$($p.InvocationStateInfo.State)"`, "restoring [] Stopped"},
	}},
	{"completion", true, []struct{ line, want string }{
		{`complete 'Use-FobProfile prod'`, "prod-admin=Prüfung 444455556666, AdministratorAccess prod-read=444455556666, ReadOnly"},
		{`complete 'Invoke-Fob -Profile it'`, `'it’’s q"uote \'=444455556666, ReadOnly`},
		{`complete 'Get-FobProfile -Name ''-x'`, `'-x[1'=111122223333, ReadOnly`},
		{`complete 'Connect-Fob '`, "my-sso=https://my-company.awsapps.com/start"},
		{`complete 'Get-FobRole -AccountId 4'`, "'444455556666'=Prüfung"},
		{`complete 'Get-FobRole -AccountId 444455556666 -RoleName R'`, "ReadOnly=444455556666"},
		{`complete 'Use-FobProfile dev -Region eu-central-1'`, "eu-central-1=eu-central-1"},
		{`$env:FOB_PATH = '/nowhere/fob'; (complete 'Use-FobProfile prod-a') -like '*prod*'; $env:FOB_PATH = $null; $Error.Count`, "0"},
	}},
	{"sign out", true, []struct{ line, want string }{
		{`Disconnect-Fob my-* -WhatIf; (Get-FobSession).State`, "active"},
		{`Get-FobSession | Disconnect-Fob; (Get-FobSession).State`, "signed-out"},
		{`Disconnect-Fob -All -Verbose 4>&1 | ForEach-Object { "$_" } | Select-Object -Last 1`, "Not signed in anywhere, nothing to remove."},
		{`failing { Disconnect-Fob nobody }`, "FobUsage,Disconnect-Fob InvalidArgument 2 nobody *"},
	}},
	{"faults of the surroundings", false, []struct{ line, want string }{
		{`failing { $env:FOB_PATH = '/nowhere/fob'; Get-FobProfile }; $env:FOB_PATH = $null`, "FobNotRunnable,Get-FobProfile ResourceUnavailable 126  The program fob could not be started: *"},
		{`$path = $env:PATH; failing { $env:PATH = ''; Get-FobProfile }; $env:PATH = $path`, "FobNotFound,Get-FobProfile ResourceUnavailable 127  The program fob was not found: not on PATH, and not beside this module. => $env:FOB_PATH = 'C:\\Tools\\fob.exe'"},
		{`Set-Content -LiteralPath "$HOME/.aws/config" -Value '[profile dev'; failing { Get-FobCredential dev }`, "FobFailed,Get-FobCredential NotSpecified 1 dev *"},
	}},
}

const moduleBegin = `
$module = 'MODULE'
Import-Module $module
function identity { (Get-ChildItem Env:AWS_* | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Value)" }) -join ';' }
function dotnet { (& 'DOTNET' whoami) -replace '^(\d+)\s.*AWSReservedSSO_([^_]+)_.*$', '$1 $2' }
function complete($line) { (TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object { "$($_.CompletionText)=$($_.ToolTip)" } }
function failing($block) {
    $before = $ErrorActionPreference
    $ErrorActionPreference = 'Stop'
    try { & $block } catch {
        "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.Exception.Data['ExitCode']) $($_.TargetObject) $($_.Exception.Message) => $($_.ErrorDetails.RecommendedAction)"
    }
    $ErrorActionPreference = $before
}
`

func TestThePowerShellModule(t *testing.T) {
	for name, settings := range map[string]string{
		"standard": "Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'\n",
		// The .NET client has been asked once, and takes its time.
		"legacy": "$PSNativeCommandArgumentPassing = 'Legacy'\nfunction dotnet { $i = Get-FobIdentity; \"$($i.AccountId) $($i.RoleName)\" }\n",
	} {
		for _, deed := range moduleDeeds {
			t.Run(name+"/"+deed.name, func(t *testing.T) {
				w := newModuleWorld(t)
				if deed.signedIn {
					w.fob("login")
				}
				w.compareLines(settings, deed.lines)
			})
		}
	}
}

// newModuleWorld is a world with moduleConfig.
func newModuleWorld(t *testing.T) *world {
	t.Helper()
	moduleFiles(t) // so that the test cache forgets these proofs when the module changes
	w := newShellWorld(t)
	w.vars["AWS_EC2_METADATA_DISABLED"] = "true"
	w.write(".aws/config", moduleConfig)
	w.write(".aws/credentials", "")
	return w
}

// compareLines runs lines in one PowerShell, and compares what each gives.
func (w *world) compareLines(settings string, lines []struct{ line, want string }) {
	t := w.t
	t.Helper()
	script := strings.NewReplacer("MODULE", here(t, "..", "powershell", "Fob"), "DOTNET", needDotNet(t)).Replace("\ufeff" + moduleBegin + settings)
	for _, l := range lines {
		script += "'<' + (@(. {" + l.line + "\n}) -join ' ') + '>'\n"
	}
	w.write("s.ps1", script)
	r := w.must(nil, append(powerShell(t), w.path("s.ps1"))...)
	got := strings.Split(strings.ReplaceAll(r.stdout, "\r\n", "\n"), ">\n")
	for i, l := range lines {
		_, line, _ := strings.Cut(at(got, i), "<") // what -WhatIf says comes before
		begin, end, pattern := strings.Cut(l.want, "*")
		if line != l.want && !(pattern && strings.HasPrefix(line, begin) && strings.HasSuffix(line, end)) {
			t.Errorf("%s\ngot  %q\nwant %q", l.line, line, l.want)
		}
	}
	if t.Failed() {
		t.Log(r.stderr)
	}
}
