from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesContract(models.Model):
    """The dealer's own extended warranty: as long as it runs its cars are covered like by a maker's (contracts, §2)."""
    _inherit = 'aftersales.contract'

    coverage_ids = fields.One2many('aftersales.coverage', 'contract_id', string="Coverages of Its Cars", readonly=True)
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
            held = contract._find_same_coverage()
            if held:
                raise UserError(self.env._(
                    "%(contract)s: %(vehicle)s is covered by that policy already. Let the new one begin after it.",
                    contract=contract.display_name, vehicle=held.vehicle_id.display_name))

    def _find_same_coverage(self):
        """Coverages of its cars by the same policy that would overlap."""
        # sudo: what a car is promised is told to whoever sells for it
        return self.env['aftersales.coverage'].sudo().search([
            ('vehicle_id', 'in', (self.vehicle_id | self.other_vehicle_ids).ids),
            ('policy_id', '=', self.type_id.policy_id.id), ('in_force', '=', True)], limit=1)

    def _begin(self):
        super()._begin()
        self.filtered(lambda contract: contract.kind == 'guarantee')._cover_cars()

    def _cover_cars(self):
        Coverage = self.env['aftersales.coverage'].sudo()  # sudo: whoever sells or starts it need not be a claims clerk
        for contract in self.sudo():
            cars = contract.vehicle_id | contract.other_vehicle_ids
            policy = contract.type_id.policy_id
            # One by the same policy that has run out makes room for the new one; it stays in the history.
            Coverage.search([
                ('vehicle_id', 'in', cars.ids), ('policy_id', '=', policy.id), ('fitted_line_id', '=', False)],
            ).write({'active': False})
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
