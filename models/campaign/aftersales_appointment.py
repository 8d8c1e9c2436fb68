from odoo import fields, models


class AftersalesAppointment(models.Model):
    _inherit = 'aftersales.appointment'

    campaign_guest_id = fields.Many2one(
        'aftersales.campaign.guest', string="Came of the Event", index='btree_not_null', ondelete='set null', copy=False,
        check_company=True)

    _customer_made_idx = models.Index("(partner_id, create_date) WHERE partner_id IS NOT NULL")  # for campaign figures
