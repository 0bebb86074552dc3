"""One province, put together: the store, the clients of the national side, the desk and the sync worker."""

from functools import partial

from simulator.core.clock import Clock, SystemClock
from simulator.province.adapter import Adapter
from simulator.province.amendments import Amendments
from simulator.province.archive import Archive
from simulator.province.config import ProvinceConfig
from simulator.province.counter import CounterDesk
from simulator.province.counters import Counters
from simulator.province.decisions import Decisions
from simulator.province.defects import build_seams
from simulator.province.desk import Desk
from simulator.province.drafts import Drafts
from simulator.province.forms import Forms
from simulator.province.identity.vneid import VNeID
from simulator.province.inbound.look_up import LookUp
from simulator.province.inbound.promotions import Promotions
from simulator.province.inbound.taxes import Taxes
from simulator.province.intake import Intake
from simulator.province.linked_service import LinkedService
from simulator.province.logins import Logins
from simulator.province.looking import Looking
from simulator.province.mirror import Mirror
from simulator.province.national_side import NationalSide
from simulator.province.notices import Notices
from simulator.province.offer import Offer
from simulator.province.outbox import Outbox
from simulator.province.payment.asking import Asking
from simulator.province.payment.cashier import Cashier
from simulator.province.payment.platform import Platform
from simulator.province.personal_store import PersonalStore
from simulator.province.polling import Polling
from simulator.province.population import Population
from simulator.province.procedures import Procedures
from simulator.province.pulling import Pulling
from simulator.province.records import Records
from simulator.province.signing.desk import SigningDesk
from simulator.province.signing.gateway import Gateway
from simulator.province.sources import Sources
from simulator.province.store import Store
from simulator.province.sync import Sync
from simulator.province.taking_over import TakingOver
from simulator.province.units import Units


class ProvinceSystem:
    """The parts that the pages and hooks work with."""

    def __init__(self, config: ProvinceConfig, clock: Clock | None = None) -> None:
        clock = clock or SystemClock()
        seams = build_seams(config.defects)
        store = Store(config.data_dir)
        national_side = NationalSide(config)
        adapter = Adapter(national_side, config, clock)
        units = Units(national_side, config)
        population = Population(national_side, config, seams)
        records = Records(national_side, config, seams)
        self.config = config
        self.seams = seams
        self.archive = Archive(store)
        self.outbox = Outbox(store)
        procedures = Procedures(adapter, store, clock)
        notices = partial(Notices, store, national_side, config, seams)
        linked = LinkedService(national_side, config, clock)
        self.sync = Sync(self.outbox, adapter, procedures, config, clock, seams, notices, linked)
        self.counters = Counters(national_side, config, seams)
        self.mirror = Mirror(adapter, seams)
        self.offer = Offer(national_side, config, clock, seams)
        self.vneid = VNeID(config, store, clock, seams)
        self.logins = Logins(store, clock, self.vneid)
        self.signing = SigningDesk(store, Gateway(national_side, config), config, clock, seams)
        personal = PersonalStore(store, seams)
        self.drafts = Drafts(store, clock, seams)
        self.forms = Forms(Sources(population, records), store, seams, personal, self.drafts)
        self.intake = Intake(store, self.archive, config, clock, seams, self.sync.wake, units, personal)
        self.counter = CounterDesk(self.forms, self.intake, self.offer, units, seams)
        self.amendments = Amendments(store, self.archive, clock, seams, self.sync.wake, personal)
        taking = TakingOver(store, self.archive, self.offer, config, clock, self.sync.wake)
        pulling = Pulling(adapter, taking, config, clock, seams)
        polling = Polling(linked, taking, self.offer, seams)
        looks = [pulling.look] * bool(config.pulled) + [polling.look] * bool(config.linked)
        self.looking = Looking(looks, config.look_every_seconds, clock)
        self.desk = Desk(store, self.archive, Decisions(population, records, seams), clock, seams, self.sync.wake)
        platform = Platform(national_side, config, clock)
        self.cashier = Cashier(store, self.archive, procedures, platform, config, clock, seams, self._paid)
        self.asking = Asking(self.cashier, config, clock, seams)
        self.look_up = LookUp(self.archive, procedures, config, seams)
        self.promotions = Promotions(store, self.archive, adapter, config, clock, seams, self.sync.wake)
        self.taxes = Taxes(store, self.archive, config, clock, seams, self.sync.wake)
        self._store = store
        self._national_side = national_side

    def start(self) -> None:
        """Start the sync worker."""
        self.sync.start()
        self.looking.start()
        self.asking.start()

    def stop(self) -> None:
        """Stop the worker and close the store; what was not sent is sent after the next start."""
        self.asking.stop()
        self.looking.stop()
        self.sync.stop()
        self.vneid.close()
        self._national_side.close()
        self._store.close()

    def _paid(self) -> None:
        """Tell the portal of a payment, and see whether its end or its receipt is to be asked for."""
        self.sync.wake()
        self.asking.wake()
