"""Which class makes which defect."""

from simulator.province.defects import deciding, filing, reporting, showing, wording
from simulator.province.seams import Seams

CLASSES: dict[str, type[Seams]] = {
    "status-lost": reporting.StatusLost,
    "final-state-not-synced": reporting.FinalStateNotSynced,
    "stale-overwrites": reporting.StaleOverwrites,
    "no-catch-up": reporting.NoCatchUp,
    "doubled-step": reporting.DoubledStep,
    "new-code-on-retry": reporting.NewCodeOnRetry,
    "asks-known-residence": showing.AsksKnownResidence,
    "prefills-someone-else": showing.PrefillsSomeoneElse,
    "demands-id-copy": showing.DemandsIdCopy,
    "strips-diacritics": filing.StripsDiacritics,
    "drops-leading-zero": filing.DropsLeadingZero,
    "decomposes-text": filing.DecomposesText,
    "supplement-for-paper": deciding.SupplementForPaper,
    "no-registry-lookup": deciding.NoRegistryLookup,
    "lookup-without-purpose": deciding.LookupWithoutPurpose,
    "decision-from-form": deciding.DecisionFromForm,
    "iso-dates-on-wire": wording.IsoDatesOnWire,
    "district-code-on-wire": wording.DistrictCodeOnWire,
    "only-population-asked": deciding.OnlyPopulationAsked,
    "paper-without-reason": showing.PaperWithoutReason,
    "turns-away-in-outage": filing.TurnsAwayInOutage,
    "silent-about-outage": deciding.SilentAboutOutage,
}
