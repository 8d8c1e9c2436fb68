from odoo import fields, models


class AftersalesAppointment(models.Model):
    _inherit = 'aftersales.appointment'

    campaign_guest_id = fields.Many2one(
        'aftersales.campaign.guest', string="Came of the Event", index='btree_not_null', ondelete='set null', copy=False,
        check_company=True)
