from odoo import fields, models

from odoo.addons.aftersales.models.base.contacts import PURPOSES


class AftersalesCampaignKind(models.Model):
    """What customers are invited to: a gathering, a week of offers, a course (J5)."""
    _name = 'aftersales.campaign.kind'
    _description = "Kind of Event"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    is_course = fields.Boolean(
        string="Course for Customers", help="It has topics and a speaker, and whoever came is asked how it was.")
    purpose = fields.Selection(
        PURPOSES, required=True, default='marketing',
        help="What customers must not have refused. Offers go to those alone who agreed, where the company asks for it.")
    script_id = fields.Many2one(
        'aftersales.followup.script', index='btree_not_null', ondelete='restrict',
        default=lambda self: self.env.ref('aftersales.followup_script_campaign', raise_if_not_found=False))
