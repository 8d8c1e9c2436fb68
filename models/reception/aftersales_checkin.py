from odoo import api, fields, models
from odoo.fields import Command

# What the sheet shows of this room's, and a signature is drawn for.
TOLD_FIELDS = (
    'paper_ids.document_id', 'paper_ids.possession', 'paper_ids.valid_until', 'paper_ids.is_complete',
    'paper_ids.condition', 'paper_ids.remark', 'belonging_ids.is_there',
)


class AftersalesCheckin(models.Model):
    """Papers of the car as lines behind the ticks, its tools in one tap (D2)."""

    _inherit = 'aftersales.checkin'

    paper_ids = fields.One2many(
        'aftersales.checkin.paper', 'checkin_id', string="Vehicle Documents", compute='_compute_paper_ids', store=True,
        readonly=False)

    # === COMPUTE METHODS ===#

    @api.depends('document_ids')
    def _compute_paper_ids(self):
        """A tick is a paper that was seen; what more is told of it stays as long as the tick does."""
        for checkin in self:
            ticked = checkin.document_ids._origin
            papers = checkin.paper_ids
            known = papers.document_id._origin
            gone = papers.filtered(
                lambda paper, ticked=ticked: paper.possession != 'missing' and paper.document_id._origin not in ticked)
            brought = papers.filtered(
                lambda paper, ticked=ticked: paper.possession == 'missing' and paper.document_id._origin in ticked)
            checkin.paper_ids = [
                *(Command.delete(paper.id) for paper in gone),
                *(Command.update(paper.id, {'possession': 'seen'}) for paper in brought),
                *(Command.create({'document_id': document.id}) for document in ticked - known),
            ]

    @api.depends(*TOLD_FIELDS)
    def _compute_shown_hash(self):
        return super()._compute_shown_hash()

    @api.depends(*TOLD_FIELDS)
    def _compute_signature(self):
        return super()._compute_signature()

    def _has_onchange(self, field, other_fields):
        """A tick goes to the server when the sheet is saved; its line comes back with that."""
        return super()._has_onchange(field, set(other_fields) - {self._fields['paper_ids']})

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        checkins = super().create(vals_list)
        checkins.browse(
            checkin.id for checkin, vals in zip(checkins, vals_list, strict=True) if self._brings_both(vals))._add_ticked()
        return checkins

    def write(self, vals):
        result = super().write(vals)
        if self._brings_both(vals):
            self._add_ticked()
        return result

    # === ACTION METHODS ===#

    def action_fill_tools(self):
        """List what belongs to every car, as there; what is missing is then told with one tap."""
        self.check_access('write')
        self._check_open()
        tools = self.env['aftersales.checkin.tool'].search([])  # pylint: disable=no-search-all
        for checkin in self:
            asked = tools if checkin.has_battery else tools.filtered(lambda tool: not tool.is_electric_only)
            new = asked - checkin.belonging_ids.tool_id
            checkin.belonging_ids = [Command.create({'name': tool.name, 'tool_id': tool.id}) for tool in new]

    # === BUSINESS METHODS ===#

    @api.model
    def _brings_both(self, vals):
        return 'document_ids' in vals and 'paper_ids' in vals

    def _add_ticked(self):
        """Lines that came with ticks are not all: what was ticked beside them gets its own."""
        for checkin in self:
            new = checkin.document_ids - checkin.paper_ids.document_id
            if new:
                checkin.paper_ids = [Command.create({'document_id': document.id}) for document in new]

    def _get_shown(self):
        """A sheet of ticks alone, with all things there, is signed as it always was."""
        shown = super()._get_shown()
        papers = [paper._prepare_shown() for paper in self.paper_ids if not paper._is_plain()]
        things = [
            row if thing.is_there else {**row, 'is_there': False}
            for row, thing in zip(shown['belongings'], self.belonging_ids, strict=True)]
        return {**shown, 'belongings': things, **({'papers': papers} if papers else {})}
