from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrEmployee(models.Model):
    """Whoever leads a crew has a van with parts in it: a location of stock (J9)."""
    _inherit = 'hr.employee'

    aftersales_van_location_id = fields.Many2one(
        'stock.location', string="Parts in the Van", index='btree_not_null', check_company=True, copy=False,
        domain="[('usage', '=', 'internal'), ('company_id', 'in', [False, company_id])]",
        groups='aftersales.group_dispatch_rescue,hr.group_hr_user',
        help="The location of stock that is the van of the crew he leads. Made when parts are first loaded for him.")

    @api.constrains('aftersales_van_location_id')
    def _check_van_is_his(self):
        """What one crew has with it is never mixed with another's (parts 1)."""
        vans = self.aftersales_van_location_id
        # sudo: somebody of another company, or whom nobody may see, may have the place
        leaders = self.sudo().search([('aftersales_van_location_id', 'in', vans.ids)]) if vans else self.browse()
        for van, those in leaders.grouped('aftersales_van_location_id').items():
            if len(those) > 1:
                raise ValidationError(self.env._(
                    "%(place)s is the van of more than one: %(people)s. Each crew has a place of its own.",
                    place=van.display_name, people=", ".join(those.mapped('name'))))
