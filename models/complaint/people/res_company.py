from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_people_facts = fields.Boolean(
        string="Facts for HR",
        help="When a month of complaints is locked, the persons responsible, their shares and the loss are listed for HR.")
    aftersales_people_cap = fields.Float(
        string="Deducted at Most (%)", digits=(5, 2), bounds=(0, 100), default=50,
        help="Of a person's bonus base of the month; the rest is carried to the next months.")

    def write(self, vals):
        result = super().write(vals)
        if 'aftersales_people_facts' in vals:
            self.env.registry.clear_cache()  # menus
        return result
