from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_portal_booking = fields.Boolean(
        string="Customers Book in the Portal", default=True,
        help="Customers with a login book, move and cancel their appointments themselves.",
    )
    aftersales_public_booking = fields.Boolean(
        string="Public Booking Page",
        help="Everybody can book on a page without login; a code sent by e-mail or SMS confirms the booking.",
    )
    aftersales_ask_rating = fields.Boolean(
        string="Ask for a Rating", default=True,
        help="After the delivery the customer is asked by e-mail or SMS to rate the visit.",
    )
