from odoo import models


class RatingRating(models.Model):
    _inherit = 'rating.rating'

    _aftersales_visit_uniq = models.UniqueIndex(
        "(res_id) WHERE res_model = 'aftersales.order'",
        "This visit has been rated already.",
    )
