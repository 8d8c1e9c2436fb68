from odoo import api, fields, models


class AftersalesRecallSignoff(models.Model):
    """The customer signed that his car goes without the recall's work: for this visit, or for good. It stays as signed."""
    _name = 'aftersales.recall.signoff'
    _inherit = ['aftersales.evidence.mixin']
    _description = "Signed Without Recall Work"
    _order = 'id desc'
    _rec_name = 'signatory'
    _is_born_frozen = True
    _sealed_fields = (
        'recall_vehicle_id', 'order_id', 'kind', 'date', 'reason', 'signatory', 'signature', 'signature_kind', 'user_id')

    recall_vehicle_id = fields.Many2one(
        'aftersales.recall.vehicle', string="Car", required=True, readonly=True, index=True, ondelete='restrict')
    recall_id = fields.Many2one(related='recall_vehicle_id.recall_id', store=True, index=True)
    company_id = fields.Many2one(related='recall_vehicle_id.company_id', store=True, index=True)
    order_id = fields.Many2one(
        'aftersales.order', string="Order", readonly=True, index='btree_not_null', ondelete='restrict',
        help="The visit after which the car leaves all the same.")
    kind = fields.Selection(
        [('leave', "Leaves without it"), ('refused', "Refuses it")], required=True, readonly=True, index=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Signed Off By", readonly=True, ondelete='restrict', default=lambda self: self.env.user)
    reason = fields.Char(required=True, readonly=True)
    signatory = fields.Char(string="Signed By", required=True, readonly=True)
    signature = fields.Image(readonly=True, max_width=1024, max_height=1024, is_signature=True)
    signature_kind = fields.Selection(
        lambda self: self.env['aftersales.recall.signoff.wizard']._fields['signature_kind']._description_selection(self.env),
        string="How It Was Signed", readonly=True)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        now = fields.Datetime.now()
        return super().create([
            self._prepare_sealed_vals(self._read_inputs({'date': now, 'user_id': self.env.uid, **vals})) for vals in vals_list])

    # === BUSINESS METHODS ===#

    def _get_evidence(self):
        car = self.recall_vehicle_id
        recall, vehicle = car.recall_id, car.vehicle_id
        return super()._get_evidence() | {
            'recall': recall.name, 'maker_number': recall.maker_number, 'title': recall.title, 'danger': recall.danger or '',
            'remedy': recall.remedy or '', 'stop_drive': recall.stop_drive, 'vin': car.vin or '',
            'plate': vehicle.license_plate or '', 'customer': vehicle.owner_id.display_name or '',
            'order': self.order_id.name or '',
        }

    def _get_frozen_message(self):
        return self.env._("What %(signatory)s signed is evidence. It is neither changed nor deleted.", signatory=self.signatory)

    @api.model
    def _get_birth_refusal(self):
        return self.env._("The customer signs on the car of the recall; nobody enters it by hand.")
