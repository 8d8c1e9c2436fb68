from odoo import api, fields, models


class AftersalesLoan(models.Model):
    """Whoever is stranded goes on with one of our cars (J8)."""
    _inherit = 'aftersales.loan'

    rescue_id = fields.Many2one(
        'aftersales.rescue', index='btree_not_null', ondelete='restrict', check_company=True, tracking=True,
        groups='aftersales.group_see_rescue,aftersales.group_book_rescue')

    @api.model
    def _get_contract_fields(self):
        return super()._get_contract_fields() | {'rescue_id'}

    def _get_sources(self):
        return [*super()._get_sources(), *self.sudo().rescue_id]  # sudo: as the other links

    def _after_out(self, source):
        super()._after_out(source)
        # sudo: whoever hands out need not see rescues; the spare car that was promised is there
        self.sudo().rescue_id.promise_ids.filtered(lambda promise: promise.promise_step == 'spare')._keep()

    @api.depends('rescue_id')
    def _compute_partner_id(self):
        super()._compute_partner_id()

    @api.depends('rescue_id')
    def _compute_own_vehicle_id(self):
        super()._compute_own_vehicle_id()
