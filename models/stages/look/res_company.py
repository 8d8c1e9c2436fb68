from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_last_look = fields.Boolean(
        string="Last Look before Calling",
        help="The customer is told that the car is ready only when the advisor has looked at it: clean, in order, "
             "belongings, tools, papers.")

    def write(self, vals):
        """Whose car waited for a last look that is not asked for any more is told now."""
        switched_off = self.filtered('aftersales_last_look') if vals.get('aftersales_last_look') is False else self.browse()
        result = super().write(vals)
        if switched_off:
            # sudo: whoever may set up the company
            self.env['aftersales.order'].sudo().search([
                ('company_id', 'in', switched_off.ids), ('state', '=', 'ready'), ('ready_notice_date', '=', False)],
            )._tell_ready()
        return result
