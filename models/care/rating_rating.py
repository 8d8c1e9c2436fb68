from odoo import api, fields, models
from odoo.exceptions import AccessError


class RatingRating(models.Model):
    """Stars for a visit are the customer's: the house answers them, it neither gives nor changes them."""

    _inherit = 'rating.rating'

    # Whoever knows it gives the stars; core reads it as the system.
    access_token = fields.Char(groups=fields.NO_ACCESS, copy=False)

    _aftersales_visit_uniq = models.UniqueIndex(
        "(res_id) WHERE res_model = 'aftersales.order'",
        "This visit has been rated already.",
    )
    # Of all ratings: the database knows how its values are spread of no index of some rows.
    _aftersales_rated_on_idx = models.Index("(COALESCE(rated_on, write_date))")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._check_not_of_visit()
        return ratings

    def write(self, vals):
        if any(not name.startswith('publisher_') for name in vals):
            self._check_not_of_visit()
        result = super().write(vals)
        if {'res_model_id', 'res_model', 'res_id'} & vals.keys():
            self._check_not_of_visit()
        return result

    # === ACTION METHODS ===#

    def reset(self):
        """Ask anew; the new key is the system's to write."""
        self.check_access('write')
        self._check_not_of_visit()
        return super(RatingRating, self.sudo()).reset()

    # === BUSINESS METHODS ===#

    def _check_not_of_visit(self):
        if not self.env.su and any(rating.res_model == 'aftersales.order' for rating in self):
            raise AccessError(self.env._(
                "Visits are rated by the customer, on his page or by his link. Reply to his rating instead."))
