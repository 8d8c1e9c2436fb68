from odoo import api, fields, models


class AftersalesRescue(models.Model):
    """Help for an account customer comes as fast as his agreement says."""
    _inherit = 'aftersales.rescue'

    @api.depends('partner_id')
    def _compute_promised_date(self):
        super()._compute_promised_date()

    def _find_agreements(self):
        """:return: dict of rescue: the agreement in force when help was called for, or none"""
        Agreement, agreements = self.env['aftersales.agreement'], {}
        found = Agreement._find(self.partner_id.commercial_partner_id._origin, self.company_id)
        for rescue in self:
            day = fields.Datetime.context_timestamp(rescue, rescue.call_date or fields.Datetime.now()).date()
            customer = rescue.partner_id.commercial_partner_id._origin
            agreements[rescue] = found.get((customer, rescue.company_id), Agreement).filtered(
                lambda agreement, day=day: agreement._is_valid_on(day))[:1]
        return agreements
