from odoo import api, fields, models

from .aftersales_handover_point import KINDS, SECTIONS

# What somebody signs for.
SEEN_FIELDS = frozenset({'handover_id', 'name', 'instruction', 'kind', 'car_part', 'result', 'finding_text', 'photo'})


class AftersalesHandoverLine(models.Model):
    """A point of a hand-over, in the words of its day."""
    _name = 'aftersales.handover.line'
    _description = "Checked Point of a Hand-Over"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'handover_id.id, sequence, id'
    _check_company_auto = True
    _frozen_with = 'handover_id'

    handover_id = fields.Many2one('aftersales.handover', string="Hand-Over", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='handover_id.company_id', store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Point to Check", required=True, translate=True)
    instruction = fields.Char(translate=True)
    kind = fields.Selection(KINDS, required=True, default='inspection')
    car_part = fields.Selection(SECTIONS, required=True, default='exterior')
    result = fields.Selection(
        [('ok', "In Order"), ('defect', "Not in Order"), ('mended', "Mended"), ('none', "Does Not Apply")], string="Finding")
    finding_text = fields.Char(string="What Is Wrong", max_length=200)
    photo = fields.Image(max_width=1920, max_height=1920)

    job_id = fields.Many2one(
        'aftersales.job', string="Mended By", readonly=True, copy=False, index='btree_not_null', check_company=True,
        help="The work of the internal order by which the defect is mended.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._read_inputs(vals) for vals in vals_list])
        lines._take_words_of_points()
        lines._take_back_signatures()
        return lines

    def write(self, vals):
        vals = self._read_inputs(vals)
        before = self._get_seen_by_kind() if SEEN_FIELDS & vals.keys() else {}
        result = super().write(vals)
        # What somebody types is the point, in whichever language it is read.
        words = {name: vals[name] for name in ('name', 'instruction') if name in vals}
        for code in self._get_other_langs() if words else ():
            super(AftersalesHandoverLine, self.with_context(lang=code)).write(words)
        if before:
            self._take_back_signatures(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_takes_signatures_back(self):
        self._take_back_signatures()

    # === BUSINESS METHODS ===#

    @api.model
    def _get_other_langs(self):
        return [code for code, __ in self.env['res.lang'].get_installed() if code != (self.env.lang or 'en_US')]

    def _take_words_of_points(self):
        """A point of the house's list is read by each in his language; what somebody has typed, as he typed it."""
        codes = self._get_other_langs()
        Point = self.env['aftersales.handover.point']
        found = Point.search([('kind', 'in', self.mapped('kind'))]) if codes else Point
        points = {(point.kind, point.name): point for point in found}
        for line in self:
            point = points.get((line.kind, line.name))
            for code in codes if point else ():
                words = point.with_context(lang=code)
                super(AftersalesHandoverLine, line.with_context(lang=code)).write({
                    'name': words.name,
                    'instruction': words.instruction if line.instruction == point.instruction else line.instruction})

    def _get_seen_by_kind(self):
        return {kind: lines.handover_id for kind, lines in self.grouped('kind').items()}

    def _take_back_signatures(self, before=None):
        """Who signed for something else looks again: for the inspection all, for the talk with the buyer sales."""
        seen, none = self._get_seen_by_kind(), self.env['aftersales.handover']
        inspected, told = (
            seen.get(kind, none) | (before or {}).get(kind, none) for kind in ('inspection', 'checklist'))
        inspected._take_back_signatures('technician', 'inspector', 'sales')
        told._take_back_signatures('sales')
