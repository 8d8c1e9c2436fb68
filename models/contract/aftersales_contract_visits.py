from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command


class AftersalesContract(models.Model):
    """The visits that a contract promises are planned when it begins (contracts, §5)."""
    _inherit = 'aftersales.contract'

    inspected_vehicle_ids = fields.Many2many(
        'fleet.vehicle', 'aftersales_contract_inspected_rel', 'contract_id', 'vehicle_id', string="Cars Inspected",
        check_company=True, copy=False, help="Empty: the contract's own car.")
    visit_ids = fields.One2many('aftersales.contract.visit', 'contract_id', string="Fleet Visits", readonly=True)
    has_visits = fields.Boolean(compute='_compute_has_visits')

    def _compute_has_visits(self):
        for contract in self:
            contract.has_visits = bool(contract.type_id.visits_per_year or contract.visit_ids)

    # === BUSINESS METHODS ===#

    def _begin(self):
        super()._begin()
        self.sudo()._plan_visits()  # sudo: what was promised is planned by the system

    def _after_expired(self, source):
        super()._after_expired(source)
        self._drop_visits()

    def _after_refunded(self, source):
        super()._after_refunded(source)
        self._drop_visits()

    def _plan_visits(self):
        """Each in the middle of its part of the time."""
        for contract in self:
            days, months = (contract.end_date - contract.start_date).days + 1, contract._get_term('months')
            vals_list = []
            for kind, per_year in (
                    ('inspection', contract.type_id.visits_per_year), ('training', contract.type_id.trainings_per_year)):
                count = max(round(per_year * months / 12), 1) if per_year else 0
                vals_list += [{
                    'kind': kind, 'user_id': contract.user_id.id,
                    'planned_date': contract.start_date + timedelta(days=int(days * (number + 0.5) / count)),
                } for number in range(count)]
            contract.visit_ids = [Command.create(vals) for vals in sorted(vals_list, key=lambda vals: vals['planned_date'])]

    def _move_by(self, days):
        """Visits that were planned for after it stood still come as much later."""
        super()._move_by(days)
        for contract in self.sudo():  # sudo: as they were planned
            for visit in contract.visit_ids:
                if visit.state == 'planned' and visit.planned_date >= contract.suspended_date:
                    visit.planned_date += timedelta(days=days)

    def _drop_visits(self):
        # sudo: what is not owed any more is not planned, whoever ends the contract
        self.sudo().visit_ids.filtered(lambda visit: visit.state == 'planned')._transition('cancelled')

    def _get_inspected_vehicles(self):
        self.ensure_one()
        return self.inspected_vehicle_ids or self.vehicle_id
