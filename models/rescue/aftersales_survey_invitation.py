from odoo import fields, models


class AftersalesSurveyInvitation(models.Model):
    """Whoever was rescued is asked how it was (L1 G)."""
    _inherit = 'aftersales.survey.invitation'

    rescue_id = fields.Many2one(
        'aftersales.rescue', readonly=True, index='btree_not_null', check_company=True, ondelete='restrict')

    _rescue_uniq = models.UniqueIndex(
        "(rescue_id) WHERE rescue_id IS NOT NULL", "The customer is asked about a rescue once.")
    # As it is of sales; a car may be rescued more than once.
    _sale_uniq = models.UniqueIndex(
        "(vehicle_id, trigger_id) WHERE order_id IS NULL AND complaint_id IS NULL AND rescue_id IS NULL "
        "AND vehicle_id IS NOT NULL",
        "The customer was asked on this occasion already.")
