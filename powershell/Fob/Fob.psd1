@{
    RootModule           = 'Fob.psm1'
    ModuleVersion        = '0.0.0' # stamped at release with fob's own version
    GUID                 = '5c6f3a0e-3f0b-4d67-9a5e-8f1c2b7d4e90'
    Author               = 'The fob authors'
    CompanyName          = 'fob'
    Copyright            = '(c) The fob authors. Apache License 2.0.'
    Description          = 'Sign in to AWS IAM Identity Center once, and work with its profiles, sessions, accounts and roles as objects. Needs the program fob.'

    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')

    FormatsToProcess     = @('Fob.Format.ps1xml')
    FunctionsToExport    = @(
        'Connect-Fob'
        'Disconnect-Fob'
        'Get-FobAccount'
        'Get-FobCredential'
        'Get-FobIdentity'
        'Get-FobProfile'
        'Get-FobRole'
        'Get-FobSession'
        'Invoke-Fob'
        'Use-FobProfile'
    )
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()

    PrivateData          = @{
        PSData = @{
            Prerelease = '' # stamped at release
            Tags       = @('AWS', 'SSO', 'IAM', 'IdentityCenter', 'Credentials', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
            ProjectUri = 'https://github.com/fobcli/fob'
        }
    }
}
