from itertools import product

from odoo import fields, models
from odoo.exceptions import UserError

from .aftersales_handover_signing import GIVE


class AftersalesHandover(models.Model):
    """To inspect, ready for the buyer, handed over: from then on the car is his, in the register and for every room."""
    _inherit = 'aftersales.handover'

    _transitions = {
        'open': {'ready': None, 'dropped': GIVE},
        'ready': {'handed': GIVE, 'open': None, 'dropped': GIVE},
        'handed': {},
        'dropped': {},
    }

    # === ACTION METHODS ===#

    def action_all_in_order(self):
        """What nobody has answered yet is in order: what is gone through with the buyer only when the car is ready."""
        self.check_access('write')
        for handover in self:
            kind = 'inspection' if handover.state == 'open' else 'checklist'
            handover.line_ids.filtered(lambda line, kind=kind: line.kind == kind and not line.result).result = 'ok'

    def action_ready(self):
        self._claim_for_update()
        self._transition('ready')

    def action_hand_over(self):
        self._claim_for_update()
        self._transition('handed')

    def action_drop(self):
        self._claim_for_update()
        self._transition('dropped')

    # === BUSINESS METHODS ===#

    def _check_answered(self, *kinds):
        for handover, kind in product(self, kinds):
            lines = handover.line_ids.filtered(lambda line, kind=kind: line.kind == kind)
            if not lines:
                raise UserError(self.env._(
                    "%(handover)s has no points to look at. Add them, or enter the house's list under Configuration.",
                    handover=handover.display_name))
            for line in lines:
                if not line.result or (line.result == 'defect' and not (line.finding_text or '').strip()):
                    raise UserError(self.env._(
                        "%(handover)s, %(point)s: enter the finding, and what is wrong where there is a defect.",
                        handover=handover.display_name, point=line.name))
            lines._check_mended()

    def _check_ready(self):
        self._check_answered('inspection')
        for handover in self:
            if not handover.technician_signature or not handover.inspector_signature:
                raise UserError(self.env._(
                    "%(handover)s: technician and inspector sign the inspection first.", handover=handover.display_name))

    def _check_handed(self):
        self._check_ready()
        self._check_answered('checklist')
        for handover in self:
            if not (handover.signatory or '').strip() or not handover.signature or not handover.sales_signature:
                raise UserError(self.env._(
                    "%(handover)s: the buyer writes his name and signs, and so does sales.", handover=handover.display_name))
            if handover.defect_count and not ((handover.override_reason or '').strip() and self.env.user.has_group(
                    'aftersales.group_manager')):
                raise UserError(self.env._(
                    "%(handover)s has open defects: mend them, or let a manager hand the car over and say why.",
                    handover=handover.display_name))
        self._check_signature_fits()

    def _check_dropped(self):
        for handover in self:
            if not (handover.drop_reason or '').strip():
                raise UserError(self.env._("%(handover)s: write why it is dropped.", handover=handover.display_name))

    def _after_dropped(self, source):
        self.flush_recordset(['state'])  # the car may have another one at once: the index must know
        self.sudo().closed_date = fields.Datetime.now()  # sudo: stamps are the system's

    def _after_ready(self, source):
        self.filtered(lambda handover: handover.state == 'ready')._check_ready()  # nor what came with the status

    def _after_handed(self, source):
        self._check_handed()  # what came in one call with the status was not shown either
        self.flush_recordset(['state'])
        now = fields.Datetime.now()
        with self.env.protecting([self._fields['signature']], self):
            for handover in self.sudo():  # sudo: seal and stamps are the system's
                handover.handed_date = now
                handover.write({**handover._prepare_seal_vals(), 'closed_date': now})
        self.env['aftersales.kept.print']._keep('report_handover', self)
        for handover in self:
            handover._give_car()

    # === BUSINESS METHODS: THE CAR ===#

    def _get_handed_day(self):
        """By the outlet's clock, whoever presses the button where."""
        clock = self.with_context(tz=self.workshop_id._get_tz().zone)
        return fields.Datetime.context_timestamp(clock, self.handed_date).date()

    def _give_car(self):
        """The car is the buyer's: owner, contact, day and reading, and whatever other rooms make of a sold car."""
        self.ensure_one()
        # sudo: whoever hands the car over makes it the buyer's, whatever else he may change on vehicles
        vehicle = self.sudo().with_company(self.company_id).vehicle_id
        day = self._get_day_of_sale(vehicle)
        owner, buyer = self.partner_id.commercial_partner_id, self.partner_id
        vehicle.write({
            'owner_id': owner.id, 'contact_id': buyer.id if buyer != owner and buyer.type == 'contact' else False,
            'delivery_date': day})
        if self.odometer:
            vehicle.env['fleet.vehicle.odometer']._record([
                vehicle._prepare_reading_vals(self.odometer, 'delivery', date=self._get_handed_day())])
        vehicle._on_delivered_to_customer()

    def _get_day_of_sale(self, vehicle):
        """Where the store let the car go on another day, the sale is still one: its registration follows the hand-over.

        What the maker was told already stays as he was told.
        """
        day = self._get_handed_day()
        known = vehicle.registration_ids.filtered(lambda sale: (
            sale.partner_id == self.partner_id.commercial_partner_id and sale.state != 'withdrawn'
            and sale.sale_date == vehicle.delivery_date))
        if known.filtered(lambda sale: sale.state != 'due'):
            return vehicle.delivery_date
        if known and not vehicle.sale_date:
            known.sale_date = day
        return day

    # === WORDS ===#

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(handover)s has ended: it stays as it is.", handover=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(handover)s stays in the history. Drop it, with the reason.", handover=self.display_name)
