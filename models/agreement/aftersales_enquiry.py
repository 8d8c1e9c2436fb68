from odoo import api, fields, models


class AftersalesEnquiry(models.Model):
    """Whoever asks for a fleet is answered as fast as its agreement says (A4, G6)."""
    _inherit = 'aftersales.enquiry'

    service_level = fields.Selection(
        '_get_service_levels', compute='_compute_service_level', compute_sudo=True,
        help="What the customer's agreement says on the day of the question.")

    @api.model
    def _get_service_levels(self):
        return self.env['aftersales.agreement']._get_service_levels()

    @api.depends('partner_id', 'company_id', 'date')
    def _compute_service_level(self):
        Agreement = self.env['aftersales.agreement']
        found = Agreement._find(self.partner_id.commercial_partner_id._origin, self.company_id)
        for enquiry in self:
            by_clock = enquiry.with_context(tz=(enquiry.company_id or self.env.company)._get_clock_zone())
            day = fields.Datetime.context_timestamp(by_clock, enquiry.date or fields.Datetime.now()).date()
            key = enquiry.partner_id.commercial_partner_id._origin, enquiry.company_id
            enquiry.service_level = found.get(key, Agreement).filtered(
                lambda agreement, day=day: agreement._is_valid_on(day))[:1].service_level

    def _get_service_level(self):
        return self.service_level or super()._get_service_level()
