from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesFileRefusal(models.Model):
    """A customer refuses to say something that his file should have: it is missed no more, and who was told when (J1).

    What is about the owner holds for all of his cars; what is about the car, for that one as long as it is his.
    """
    _name = 'aftersales.file.refusal'
    _description = "Detail Refused for the File"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin', 'aftersales.lasting.mixin']
    _order = 'id desc'
    _rec_name = 'item_id'

    vehicle_id = fields.Many2one('fleet.vehicle', required=True, index=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True, index='btree_not_null', ondelete='cascade')
    missing_item_ids = fields.Many2many(
        'aftersales.file.item', string="Still Missing", compute='_compute_missing_item_ids')
    item_id = fields.Many2one(
        'aftersales.file.item', string="Detail", required=True, index=True, ondelete='restrict')
    is_of_owner = fields.Boolean(string="About the Owner", readonly=True)
    note = fields.Char(string="In His Words")
    date = fields.Datetime(string="Said On", readonly=True, required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Noted By", readonly=True, index='btree_not_null', default=lambda self: self.env.user)
    ended_date = fields.Datetime(string="Asked Again Since", readonly=True)

    _live_uniq = models.UniqueIndex(
        "(item_id, vehicle_id, partner_id) WHERE ended_date IS NULL", "It is noted already that the customer refuses this.")

    # === COMPUTE METHODS ===#

    @api.depends('vehicle_id')
    def _compute_missing_item_ids(self):
        items = self.env['aftersales.file.item']._get_items()
        for refusal in self:
            vehicle = refusal.sudo().vehicle_id  # sudo: what is missing is told to whoever sees the car
            refusal.missing_item_ids = items.browse([item.id for item in items if vehicle and item._is_missing(vehicle)])

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        refusals = super().create(vals_list)
        for refusal in refusals.sudo():  # sudo: whom it binds is the system's
            owner = refusal.vehicle_id.owner_id
            if not owner or refusal.item_id.detail == 'owner_id':
                raise UserError(self.env._(
                    "%(vehicle)s has no owner who could refuse it. Enter the owner first.",
                    vehicle=refusal.vehicle_id.display_name))
            refusal.write({'partner_id': owner.id, 'is_of_owner': refusal.item_id.detail.startswith('owner_id.')})
        return refusals

    # === ACTION METHODS ===#

    def action_ask_again(self):
        """He may be asked for it again: it is missed from now on."""
        self.check_access('write')
        self.sudo().filtered(  # sudo: when it ended is the system's
            lambda refusal: not refusal.ended_date).ended_date = fields.Datetime.now()
