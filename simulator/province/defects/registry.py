"""Which class makes which defect."""

from simulator.province.defects import cataloguing, deciding, filing, relaying, reporting, showing, wording
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
    "knows-first-code-only": cataloguing.KnowsFirstCodeOnly,
    "takes-dead-code": cataloguing.TakesDeadCode,
    "commune-without-counter": cataloguing.CommuneWithoutCounter,
    "shows-old-fee": cataloguing.ShowsOldFee,
    "promises-later": cataloguing.PromisesLater,
    "hides-relayed": relaying.HidesRelayed,
    "leads-nowhere": relaying.LeadsNowhere,
    "asks-before-leaving": relaying.AsksBeforeLeaving,
    "keeps-taken-dossiers": relaying.KeepsTakenDossiers,
    "mirrors-old-status": relaying.MirrorsOldStatus,
    "iso-dates-on-wire": wording.IsoDatesOnWire,
    "district-code-on-wire": wording.DistrictCodeOnWire,
}
