import json

from odoo import api, fields, models
from odoo.exceptions import UserError

# How somebody signed; who cannot draw says so, and types the name.
SIGNATURE_KINDS = [('drawn', "Drawn on the screen"), ('typed', "Typed, not drawn")]


class AftersalesSignatureMixin(models.AbstractModel):
    """A signature belongs to what was on the screen when it was drawn; a change of that takes it away.

    The document tells what it shows (``_get_shown``, plain values) and which fields that follows from
    (``_shown_fields``, also dotted). With the signature it keeps in ``drawn`` what was shown. Whatever changes
    afterwards, by whatever way, empties the box; what the fields do not tell is compared before it is relied on
    (``_check_signature_fits``), so that nobody has signed for what he did not see.
    """
    _name = 'aftersales.signature.mixin'
    _description = "Signature for What Is Shown"

    _shown_fields = ()

    signature = fields.Image(
        max_width=1024, max_height=1024, copy=False, compute='_compute_signature', store=True, readonly=False,
        is_signature=True)
    signature_kind = fields.Selection(
        selection=SIGNATURE_KINDS, string="How It Was Signed", copy=False,
        help="Who cannot draw types the name: a stated choice, and the paper says so.")
    drawn = fields.Text(
        string="Shown When Signed", readonly=True, copy=False, groups='base.group_system',
        help="What was on the screen when the signature was drawn, as canonical JSON.")

    # === COMPUTE METHODS ===#

    @api.depends(lambda self: self._shown_fields)
    def _compute_signature(self):
        """Empty where what was signed is not what is shown any more; others keep theirs, unread and unwritten."""
        self.filtered(lambda record: record._has_lost_signature()).signature = False

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create([self._with_kind(self._without_drawn(vals)) for vals in vals_list])
        for record, vals in zip(records, vals_list, strict=True):
            if vals.get('signature'):
                record._keep_drawn()
        return records

    def write(self, vals):
        result = super().write(self._with_kind(self._without_drawn(vals)))
        if vals.get('signature'):
            for record in self:
                record._keep_drawn()
        return result

    # === BUSINESS METHODS ===#

    @api.model
    def _without_drawn(self, vals):
        """Kept by the system, whatever a call brings."""
        return vals if self.env.su else {name: value for name, value in vals.items() if name != 'drawn'}

    @api.model
    def _with_kind(self, vals):
        """How it was signed comes with the signature, and goes with it."""
        kind = vals.get('signature_kind') or 'drawn'
        vals = {name: value for name, value in vals.items() if name != 'signature_kind'}
        return {**vals, 'signature_kind': bool(vals['signature']) and kind} if 'signature' in vals else vals

    def _keep_drawn(self):
        """Remember for what the signature was drawn."""
        self.ensure_one()
        # sudo: kept by the system
        self.sudo().write({'drawn': self._serialise_shown(self._get_drawn_lang())})

    def _has_lost_signature(self):
        """Whether it was signed, here or in a form that is not saved yet, for something else than it shows now."""
        self.ensure_one()
        record = self.sudo()  # sudo: what was drawn for is the system's
        return record._may_lose_signature() and bool(not record.id or record.drawn) and not record._is_still_shown()

    def _may_lose_signature(self):
        """Whether a change still takes the signature away; of what is frozen nothing changes."""
        self.ensure_one()
        return True

    def _is_still_shown(self):
        """Whether all that was on the screen when it was drawn is there now."""
        self.ensure_one()
        drawn = self._get_drawn()
        return bool(drawn) and self._is_same_shown(drawn, json.loads(self._serialise_shown(drawn['lang'])))

    @api.model
    def _is_same_shown(self, drawn, shown):
        return drawn == shown

    def _get_drawn(self):
        """What was shown when it was drawn, as a dict; empty before."""
        self.ensure_one()
        # sudo: kept by the system
        return json.loads(self.sudo().drawn or '{}')

    def _get_shown(self):
        """What the customer sees when he signs: plain values, in the language of the context."""
        self.ensure_one()
        return {}

    def _get_drawn_lang(self):
        """The language what was shown is kept in."""
        self.ensure_one()
        return self.env.lang or 'en_US'

    def _serialise_shown(self, lang):
        # sudo: the same for whoever looks
        shown = self.sudo().with_context(lang=lang, tz='UTC')._get_shown()
        return self.env['aftersales.evidence.mixin']._serialise({'lang': lang, **shown})

    def _check_signature_fits(self):
        """:raises UserError: when a signature was drawn for something else than what is shown now"""
        for record in self:
            if record.signature and not record._is_still_shown():
                raise UserError(self.env._(
                    "What %(record)s shows has changed since it was signed. Show it again and let the customer sign again.",
                    record=record.display_name))
