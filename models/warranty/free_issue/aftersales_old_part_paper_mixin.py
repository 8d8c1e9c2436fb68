from odoo import api, fields, models

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS


class AftersalesOldPartPaperMixin(models.AbstractModel):
    """Old parts that left the house, with the signature of who took them: written once by a button, never changed."""
    _name = 'aftersales.old.part.paper.mixin'
    _description = "Old Parts Signed For"
    _inherit = ['aftersales.evidence.mixin']
    _order = 'id desc'
    _rec_name = 'date'
    _is_born_frozen = True

    date = fields.Datetime(string="Given On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Given By", readonly=True, ondelete='restrict', default=lambda self: self.env.user)
    receiver = fields.Char(string="Received By", required=True, readonly=True)
    signature = fields.Image(max_width=1024, max_height=1024, required=True, readonly=True, is_signature=True)
    signature_kind = fields.Selection(selection=SIGNATURE_KINDS, string="How It Was Signed", readonly=True)
    parts = fields.Text(readonly=True, help="The list as it was signed: a tag a line.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        now = fields.Datetime.now()
        return super().create([
            self._prepare_sealed_vals(self._read_inputs({'date': now, 'user_id': self.env.uid, **vals}))
            for vals in vals_list])
