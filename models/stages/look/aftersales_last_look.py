from odoo import api, fields, models


class AftersalesLastLook(models.Model):
    """The advisor's last look at a finished car before the customer is called. Written once, never changed."""
    _name = 'aftersales.last.look'
    _inherit = ['aftersales.evidence.mixin']
    _description = "Last Look"
    _order = 'id desc'
    _rec_name = 'order_id'
    _is_born_frozen = True
    _sealed_fields = ('order_id', 'date', 'user_id', 'is_passed', 'note')

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    license_plate = fields.Char(related='order_id.license_plate')
    date = fields.Datetime(string="Looked On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Looked At By", required=True, readonly=True, index=True, ondelete='restrict',
        default=lambda self: self.env.user)
    is_passed = fields.Boolean(string="All in Order", readonly=True)
    note = fields.Text(readonly=True)
    line_ids = fields.One2many('aftersales.last.look.line', 'look_id', string="Points Checked", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        return super().create([self._prepare_sealed_vals(vals) for vals in vals_list])

    def _get_evidence(self):
        return super()._get_evidence() | {
            'order': self.order_id.name,
            'points': [{'name': line.name, 'is_ok': line.is_ok, 'note': line.note or ''} for line in self.line_ids],
        }

    def _get_frozen_message(self):
        return self.env._("A last look is kept as it was made. Look again to say what has changed.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._("Use “Last Look” on the repair order; this keeps who looked at what.")


class AftersalesLastLookLine(models.Model):
    """A point of a last look, in the words of that day."""
    _name = 'aftersales.last.look.line'
    _inherit = ['aftersales.frozen.part.mixin']
    _description = "Point of a Last Look"
    _order = 'look_id.id desc, sequence, id'
    _frozen_with = 'look_id'

    look_id = fields.Many2one('aftersales.last.look', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='look_id.company_id', store=True, index=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Char(required=True, readonly=True)
    is_ok = fields.Boolean(string="In Order", readonly=True)
    note = fields.Char(readonly=True)
