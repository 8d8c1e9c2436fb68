from odoo import api, fields, models
from odoo.fields import Date


class AftersalesCheckinPaper(models.Model):
    """A paper of the car at check-in (D2): whether it was shown, left with us or not brought, and in what state.

    A tick on the sheet is a paper that was seen; whoever has more to say of it says it here.
    """

    _name = 'aftersales.checkin.paper'
    _inherit = ['aftersales.checkin.line.mixin']
    _description = "Document at Check-in"
    _order = 'checkin_id.id desc, id'
    _rec_name = 'document_id'

    document_id = fields.Many2one(
        'aftersales.checkin.document', string="Vehicle Document", required=True, index=True, ondelete='restrict')
    possession = fields.Selection(
        selection=[('seen', "Seen"), ('kept', "Kept by Us"), ('missing', "Not Brought")],
        string="Where It Is", required=True, default='seen',
        help="What is kept by us is handed back when the car is delivered, or it is written down why not.")
    valid_until = fields.Date()
    is_complete = fields.Boolean(string="Complete", default=True)
    condition = fields.Selection(
        selection=[('good', "Good"), ('worn', "Worn"), ('damaged', "Damaged")], default='good', required=True)
    remark = fields.Char(max_length=200)
    is_expired = fields.Boolean(string="Expired", compute='_compute_is_expired')

    _document_uniq = models.UniqueIndex(
        '(checkin_id, document_id)', "This document is on the check-in already. Change its line.")

    # === COMPUTE METHODS ===#

    @api.depends('valid_until', 'possession')
    def _compute_is_expired(self):
        today = Date.context_today(self)
        for paper in self:
            paper.is_expired = bool(paper.valid_until) and paper.valid_until < today and paper.possession != 'missing'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        papers = super().create(vals_list)
        papers._tick()
        return papers

    def write(self, vals):
        before = self._get_pairs() if 'document_id' in vals else ()
        result = super().write(vals)
        if {'document_id', 'possession', 'checkin_id'} & vals.keys():
            self._tick()
            now = self._get_pairs()
            self._untick([pair for pair in before if pair not in now])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_with_tick(self):
        self._untick(self._get_pairs())

    # === BUSINESS METHODS ===#

    def _get_pairs(self):
        return [(paper.checkin_id, paper.document_id) for paper in self]

    def _tick(self):
        """The ticks of the sheet say what the lines say."""
        for checkin, papers in self.grouped('checkin_id').items():
            missing = papers.filtered(lambda paper: paper.possession == 'missing').document_id
            ticked = (checkin.document_ids | papers.document_id) - missing
            if ticked != checkin.document_ids:
                checkin.document_ids = ticked

    @api.model
    def _untick(self, pairs):
        for checkin, document in pairs:
            if document in checkin.document_ids:
                checkin.document_ids -= document

    def _is_plain(self):
        """Whether the tick alone says all there is to say."""
        self.ensure_one()
        return (
            self.possession == 'seen' and self.is_complete and self.condition == 'good'
            and not self.valid_until and not self.remark)

    def _prepare_shown(self):
        self.ensure_one()
        return {
            'name': self.document_id.name, 'possession': self.possession, 'complete': self.is_complete,
            'condition': self.condition, 'valid_until': Date.to_string(self.valid_until) or '', 'remark': self.remark or '',
        }

    def _say_returned(self):
        """The point of the delivery by which it comes back."""
        self.ensure_one()
        return self.env._("Handed back: %(document)s", document=self.document_id.name)
