from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesContract(models.Model):
    """The dealer's own extended warranty: as long as it runs its cars are covered like by a maker's (contracts, §2)."""
    _inherit = 'aftersales.contract'

    coverage_ids = fields.One2many(
        'aftersales.coverage', 'contract_id', string="Coverages of Its Cars", readonly=True, context={'active_test': False})
    kind = fields.Selection(related='type_id.kind')

    # === ACTION METHODS ===#

    def action_view_coverages(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_coverages')
        return dict(action, domain=[('contract_id', 'in', self.ids)], context={'active_test': False})

    # === BUSINESS METHODS ===#

    def _check_invoiced(self):
        super()._check_invoiced()
        for contract in self.filtered(lambda contract: contract.kind == 'guarantee'):
            refusal = contract.type_id._get_refusal(contract.vehicle_id)
            if refusal:
                raise UserError(refusal)
            contract._check_not_covered(contract._get_cover_start())
            other = contract._find_waiting_guarantees(self)[:1]
            if other:
                raise UserError(self.env._(
                    "%(contract)s: %(other)s is sold for the same car and policy, for days that both have. Let one begin after "
                    "the other, or cancel one.", contract=contract.display_name, other=other.display_name))

    def _get_cover_start(self):
        """The day on which it begins, or the first one on which it may."""
        self.ensure_one()
        today = self._get_today(self.company_id)
        return max(self.planned_start, today) if self.start == 'date' and self.planned_start else today

    def _check_not_covered(self, day):
        """:raises UserError: when a coverage of its cars by the same policy still holds on that day"""
        held = self._find_car_coverages().filtered(lambda coverage: (
            not coverage.suspended_reason and not coverage.is_run_out
            and (not coverage.final_date or coverage.final_date >= day)))[:1]
        if held:
            raise UserError(self.env._(
                "%(contract)s: %(vehicle)s is covered by that policy already. Let the new one begin after it.",
                contract=self.display_name, vehicle=held.vehicle_id.display_name))

    def _find_car_coverages(self):
        """Coverages of its cars by the same policy, those of the past as well."""
        self.ensure_one()
        # sudo: what a car is promised is told to whoever sells for it
        return self.env['aftersales.coverage'].sudo().search([
            ('vehicle_id', 'in', (self.vehicle_id | self.other_vehicle_ids).ids),
            ('policy_id', '=', self.type_id.policy_id.id), ('fitted_line_id', '=', False)])

    def _find_waiting_guarantees(self, together):
        """Others for one of its cars and the same policy that are sold, have not begun, and would run on the same days.

        :param together: contracts that are invoiced with it
        """
        self.ensure_one()
        cars = (self.vehicle_id | self.other_vehicle_ids).ids
        sold = Domain('state', 'in', ('invoiced', 'active')) | Domain('id', 'in', together.ids)
        # sudo: as above
        others = self.sudo().search(
            sold & Domain('id', '!=', self.id) & Domain('start_date', '=', False) & Domain('type_id.kind', '=', 'guarantee')
            & Domain('type_id.policy_id', '=', self.type_id.policy_id.id)
            & (Domain('vehicle_id', 'in', cars) | Domain('other_vehicle_ids', 'in', cars)), order='id')
        start = self._get_cover_start()
        end = self._get_end(start)
        return others.filtered(lambda other: (
            other._get_cover_start() <= end and other._get_end(other._get_cover_start()) >= start))

    def _begin(self):
        super()._begin()
        self.filtered(lambda contract: contract.kind == 'guarantee')._cover_cars()

    def _cover_cars(self):
        Coverage = self.env['aftersales.coverage'].sudo()  # sudo: whoever sells or starts it need not be a claims clerk
        for contract in self.sudo():
            cars = contract.vehicle_id | contract.other_vehicle_ids
            policy = contract.type_id.policy_id
            contract._check_not_covered(contract.start_date)
            # One by the same policy that has run out makes room for the new one; it stays in the history.
            contract._find_car_coverages().write({'active': False})
            Coverage.flush_model(['active'])  # the index asks the table
            Coverage.create([{
                'vehicle_id': car.id, 'policy_id': policy.id, 'contract_id': contract.id, 'source': 'contract',
                'start_date': contract.start_date, 'start_km': car.distance_km} for car in cars])

    def _after_expired(self, source):
        super()._after_expired(source)
        self._end_coverage()

    def _after_refunded(self, source):
        super()._after_refunded(source)
        self._end_coverage()

    def _end_coverage(self):
        """What it promised ends with it; work that was done on the promise stays."""
        for contract in self.sudo().filtered('coverage_ids'):  # sudo: as it was made
            words = contract.with_context(lang=contract.company_id.partner_id.lang)
            contract.coverage_ids.suspended_reason = words.env._("%(contract)s has ended", contract=contract.name)
