from odoo import fields, models


class AftersalesKeyPlace(models.Model):
    """A hook of the outlet's key cabinet (D2)."""

    _name = 'aftersales.key.place'
    _inherit = ['aftersales.setup.mixin']
    _description = "Place in the Key Cabinet"
    _order = 'workshop_id, name, id'
    _check_company_auto = True

    name = fields.Char(string="Place of the Key", required=True, max_length=20, help="As it is written on the cabinet: A-12.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1))
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)

    _name_unique = models.UniqueIndex('(workshop_id, name)', "This cabinet has a place of that name already.")
