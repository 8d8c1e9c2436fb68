import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.tools import float_round
from odoo.tools.image import image_process


class AftersalesEvidenceMixin(models.AbstractModel):
    """What was signed is what is kept: the document's content as plain values, sealed by its hash.

    ``content`` is what ``_get_evidence`` told when the document was sealed, as canonical JSON that stays readable for
    years; ``content_hash`` is its SHA-256. ``is_intact`` says whether the two still agree, and whether the fields
    named in ``_sealed_fields`` still say what was sealed. A document sealed by a version that froze less is intact as
    long as what it froze is.
    """
    _name = 'aftersales.evidence.mixin'
    _inherit = ['aftersales.frozen.mixin']
    _description = "Sealed Evidence"

    # Fields of the document that are part of its content and compared with it.
    _sealed_fields = ()

    content = fields.Text(readonly=True, copy=False)
    content_hash = fields.Char(string="SHA-256", readonly=True, copy=False)
    is_intact = fields.Boolean(
        string="Content Intact", compute='_compute_is_intact', compute_sudo=True,
        help="What is recorded still is, to the letter, what was sealed.",
    )

    # === COMPUTE METHODS ===#

    @api.depends(lambda self: ('content', 'content_hash', *self._sealed_fields))
    def _compute_is_intact(self):
        for record in self:
            record.is_intact = record._is_intact()

    # === BUSINESS METHODS: CONTENT ===#

    def _get_evidence(self):
        """What is frozen: plain values in the words of that day, as a dict. Documents say more by ``super()``."""
        self.ensure_one()
        return {'sealed': self._get_sealed_values()} if self._sealed_fields else {}

    def _get_sealed_values(self):
        self.ensure_one()
        return {name: self._get_sealed_value(name) for name in self._sealed_fields}

    def _get_sealed_value(self, name):
        field = self._fields[name]
        if field.type == 'binary':
            return self._hash_file(self.with_context(**{'bin_size': False, f'bin_size_{name}': False})[name])
        value = self[name]
        if field.type == 'datetime':
            return fields.Datetime.to_string(value) or ''
        if field.type == 'date':
            return fields.Date.to_string(value) or ''
        if field.relational:
            return value._origin.ids
        if field.type == 'monetary':
            currency = self[field.get_currency_field(self)]
            return currency.round(value) if currency else value
        if field.type == 'float' and field.get_digits(self.env):
            return float_round(value, precision_digits=field.get_digits(self.env)[1])
        return value if field.type in ('integer', 'float', 'boolean') else value or ''

    def _get_content(self):
        """What was sealed, as a dict; empty when it cannot be read any more."""
        self.ensure_one()
        try:
            content = json.loads(self.sudo().content or '')  # sudo: some of it is not everybody's to read
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}

    def _is_intact(self):
        """Whether content and sealed fields still are what was hashed; nothing is missing where nothing was sealed."""
        self.ensure_one()
        text = self.sudo().content  # sudo: see _get_content
        if not self.content_hash:
            return not text
        content = self._get_content()
        if not content or self._hash_content(text) != self.content_hash:
            return False
        sealed = content.get('sealed', {})
        return all(name in self._fields and self._get_sealed_value(name) == sealed[name] for name in sealed)

    # === BUSINESS METHODS: SEAL ===#

    def _prepare_seal_vals(self):
        """Values that seal the document as it stands; to be written as the system, with what freezes it."""
        self.ensure_one()
        content = self._serialise(self._get_evidence())
        return {'content': content, 'content_hash': self._hash_content(content)}

    @api.model
    def _prepare_sealed_vals(self, vals):
        """Values of a document that is frozen from its first moment, with its seal."""
        vals = self._read_inputs(vals)
        if vals.get('signature'):
            vals = {**vals, 'signature': self._fit_signature(vals['signature'])}
        return {**vals, **self.new(vals)._prepare_seal_vals()}

    @api.model
    def _fit_signature(self, signature):
        """The signature as it will be stored: what is hashed must be what is kept."""
        self._read_image_input('signature', signature)
        return base64.b64encode(image_process(base64.b64decode(signature), size=(1024, 1024)))

    @api.model
    def _hash_content(self, content):
        return hashlib.sha256((content or '').encode()).hexdigest()

    @api.model
    def _hash_file(self, value):
        """Fingerprint of a picture as it is stored (base64); empty when there is none."""
        value = value.encode() if isinstance(value, str) else value
        return hashlib.sha256(value).hexdigest() if value else ''

    @api.model
    def _serialise(self, content):
        return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(',', ':'))
