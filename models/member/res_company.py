from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_coupon_limit = fields.Float(
        string="Coupons by Hand up to", default=100, bounds=(0, 1e9),
        help="What a coupon that an advisor gives by hand may be worth; above it only a manager gives one.")
