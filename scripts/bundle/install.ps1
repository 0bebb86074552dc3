# Cài dvcsim từ gói này, không cần mạng. / Installs dvcsim from this bundle, without a network: .\install.ps1 [FOLDER]
param([string]$Target = (Join-Path $PSScriptRoot 'dvcsim'))
$ErrorActionPreference = 'Stop'
$wanted = (Get-Content (Join-Path $PSScriptRoot 'python-version')).Trim()
$extras = (Get-Content (Join-Path $PSScriptRoot 'extras')).Trim()
foreach ($line in Get-Content (Join-Path $PSScriptRoot 'SHA256SUMS')) {
    $sum, $file = $line -split '  ', 2
    if ((Get-FileHash -Algorithm SHA256 (Join-Path $PSScriptRoot $file)).Hash -ne $sum) {
        throw "Tep hong / damaged file: $file"
    }
}
py "-$wanted" -m venv $Target
if ($LASTEXITCODE -ne 0) { throw "Can Python $wanted / needs Python $wanted" }
$python = Join-Path $Target 'Scripts\python.exe'
& $python -m pip install --quiet --disable-pip-version-check --no-index --find-links (Join-Path $PSScriptRoot 'wheels') -c (Join-Path $PSScriptRoot 'constraints.txt') "dvcsim[$extras]"
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
& (Join-Path $Target 'Scripts\dvcsim.exe') --version
Write-Output "Next: $Target\Scripts\dvcsim.exe demo"
