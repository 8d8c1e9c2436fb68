from odoo import fields, models

CHANNELS = [('letter', "Letter"), ('mail', "E-mail"), ('sms', "SMS"), ('phone', "Phone"), ('talk', "In person")]


class AftersalesRecallTelling(models.Model):
    """The owner of a car was told of a recall: when, how and by whom. It stays as it happened."""
    _name = 'aftersales.recall.telling'
    _inherit = ['aftersales.frozen.mixin']
    _description = "Owner Told of a Recall"
    _order = 'id desc'
    _rec_name = 'channel'
    _is_born_frozen = True

    recall_vehicle_id = fields.Many2one(
        'aftersales.recall.vehicle', string="Car", required=True, readonly=True, index=True, ondelete='restrict')
    recall_id = fields.Many2one(related='recall_vehicle_id.recall_id', store=True, index=True)
    company_id = fields.Many2one(related='recall_vehicle_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(
        'res.partner', string="Person Told", readonly=True, index='btree_not_null', ondelete='restrict')
    channel = fields.Selection(CHANNELS, string="How", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    wave_id = fields.Many2one(
        'aftersales.recall.wave', readonly=True, index='btree_not_null', ondelete='restrict')
    user_id = fields.Many2one('res.users', string="By", readonly=True, ondelete='restrict')
    note = fields.Char(readonly=True, help="What the owner said.")
