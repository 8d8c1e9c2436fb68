from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_public_complaint = fields.Boolean(
        string="Public Page for Complaints",
        help="Everybody can complain, suggest or praise on a page without login; a code sent by e-mail or SMS proves the "
             "address.")
