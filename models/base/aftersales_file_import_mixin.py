import base64
import csv
import io

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from . import table_file
from .inputs import decode_base64

# Rows that are shown; all of them are in the file of the check.
MOST_SHOWN = 200


class AftersalesFileImportMixin(models.AbstractModel):
    """A file of somebody else: its rows are looked at first, then taken over; what is wrong is told row by row.

    The dialog has ``line_ids`` (``aftersales.file.import.line.mixin``), says in ``_import_file`` what the rows become, and
    in ``_counts`` where each verdict is counted.
    """
    _name = 'aftersales.file.import.mixin'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Import of a File"

    # Verdict: field of how many there are.
    _counts = {}

    file = fields.Binary(string="CSV or XLSX", attachment=False)
    file_name = fields.Char()
    is_checked = fields.Boolean(readonly=True)
    is_done = fields.Boolean(readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    doubled_count = fields.Integer(string="Doubled", readonly=True)
    wrong_count = fields.Integer(string="Wrong", readonly=True)
    result_file = fields.Binary(string="All Rows to Look At", readonly=True, attachment=False)
    result_name = fields.Char(readonly=True)

    # === ACTION METHODS ===#

    def action_check(self):
        """Say of every row what is wrong with it; nothing is taken over."""
        return self._run(is_trial=True)

    def action_import(self):
        return self._run(is_trial=False)

    # === BUSINESS METHODS ===#

    def _import_file(self, is_trial):
        """Take the rows over, or only look at them.

        :return: dict of ``rows`` and of each verdict: how many; ``told``: list of (number of the row, who or what, verdict,
            sentence)
        """
        raise NotImplementedError

    def _get_title(self):
        raise NotImplementedError

    def _get_result_name(self):
        """How the file with all rows to look at is called."""
        raise NotImplementedError

    def _run(self, is_trial):
        self.ensure_one()
        self._show(self._import_file(is_trial))
        self.write({'is_checked': True, 'is_done': not is_trial})
        return {
            'type': 'ir.actions.act_window', 'name': self._get_title(), 'res_model': self._name, 'res_id': self.id,
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new',
        }

    def _read_with(self, read, name, text=None):
        """What ``read`` makes of the file, or of ``text`` where that was pasted instead.

        :raises UserError: in words, when it can make nothing of it
        """
        try:
            return read(text.encode() if text else decode_base64(self.with_context(bin_size=False).file))
        except ValueError as error:
            raise UserError(self._describe_bad_file(str(error), name))

    def _describe_bad_file(self, reason, name):
        """Why it cannot be read; None where that is for the dialog to say."""
        return table_file.describe(self.env, reason, name)

    def _show(self, result):
        told, Line = result['told'], self.line_ids.browse()
        labels, who = dict(Line._get_verdicts()), Line._rec_name
        self.line_ids.unlink()
        # What is wrong first: rows that are known already are nothing to worry about.
        shown = sorted(told, key=lambda row: (list(labels).index(row[2]), row[0]))[:MOST_SHOWN]
        self.line_ids = [
            Command.create({'row_number': row, who: text[:40], 'verdict': verdict, 'message': message})
            for row, text, verdict, message in shown]
        rows = io.StringIO()
        writer = csv.writer(rows)
        writer.writerow([
            Line._fields[name]._description_string(self.env) for name in ('row_number', who, 'verdict', 'message')])
        writer.writerows((row, text, labels[verdict], message) for row, text, verdict, message in told)
        self.write({
            **{name: result[verdict] for verdict, name in self._counts.items()}, 'row_count': result['rows'],
            'result_file': base64.b64encode(rows.getvalue().encode('utf-8-sig')) if told else False,
            'result_name': self._get_result_name(),
        })
