import base64
import hashlib

from odoo import api, fields, models
from odoo.fields import Command


class AftersalesClaimFile(models.Model):
    """A file of claims as it was made for a maker: who made it when, of which claims, and the file itself (I3)."""
    _name = 'aftersales.claim.file'
    _description = "File of Claims"
    _inherit = ['aftersales.evidence.mixin']
    _order = 'id desc'
    _is_born_frozen = True
    _sealed_fields = ('name', 'date', 'user_id', 'file_hash', 'claim_numbers')

    name = fields.Char(string="File Name", required=True, readonly=True)
    export_id = fields.Many2one('aftersales.claim.export', readonly=True, index='btree_not_null', ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    partner_id = fields.Many2one('res.partner', string="Maker", readonly=True, index='btree_not_null', ondelete='restrict')
    date = fields.Datetime(string="Made on", required=True, readonly=True)
    user_id = fields.Many2one('res.users', string="Made By", readonly=True, ondelete='restrict')
    claim_ids = fields.Many2many('aftersales.claim', string="Claims", readonly=True)
    claim_numbers = fields.Text(string="Numbers", readonly=True)
    claim_count = fields.Integer(string="Number of Claims", readonly=True)
    file = fields.Binary(readonly=True, attachment=True)
    file_hash = fields.Char(string="SHA-256 of the File", readonly=True)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        return super().create([self._prepare_sealed_vals(self._read_inputs(vals)) for vals in vals_list])

    # === BUSINESS METHODS ===#

    @api.model
    def _keep(self, export, claims, content):
        now = fields.Datetime.now()
        extension = export.file_format
        file = self.create({
            'name': f'claims-{export._get_local(claims[:1], now):%Y%m%d-%H%M%S}.{extension}',
            'export_id': export.id, 'company_id': claims.company_id.id, 'partner_id': claims.partner_id.id, 'date': now,
            'user_id': self.env.uid, 'claim_ids': [Command.set(claims.ids)], 'claim_count': len(claims),
            'claim_numbers': '\n'.join(claims.mapped('name')), 'file': base64.b64encode(content),
            'file_hash': hashlib.sha256(content).hexdigest()})
        note = self.env._("Exported as “%(export)s” into %(file)s", export=export.name, file=file.name)
        claims.sudo()._message_log_batch(bodies=dict.fromkeys(claims.ids, note))  # sudo: the log is the system's
        return file

    def _get_evidence(self):
        return super()._get_evidence() | {'export': self.export_id.name, 'maker': self.partner_id.display_name or ''}

    def _get_frozen_message(self):
        return self.env._("A file that was made for a maker is neither changed nor deleted.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._("Files are made by the export of claims.")
