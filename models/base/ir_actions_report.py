import io
import logging

from lxml import etree, html
from markupsafe import Markup

from odoo import models
from odoo.tools.pdf import ArrayObject, NameObject, NumberObject, PdfFileReader, PdfFileWriter, PdfReadError

_logger = logging.getLogger(__name__)

HAS_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
PAGE, RUNNING = HAS_CLASS.format('o_as_page'), HAS_CLASS.format('o_as_running')
# Where the line stands above the text, in mm of the paper.
RUNNING_MARGINS = {'data-report-margin-top': 4, 'data-report-margin-bottom': 1, 'data-report-header-spacing': 0}
BAND = 25  # points from the top: wkhtmltopdf paints the rest of each sheet white
RUNNING_STYLE = """
    body, td { font-family: "Noto Sans", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC",
        "Microsoft YaHei", "WenQuanYi Micro Hei", "DejaVu Sans", sans-serif; font-size: 13px; color: #5a6470; }
    body { margin: 0; } table { width: 100%; border-collapse: collapse; } td { padding: 0; }
    div { page-break-after: always; } div.last { page-break-after: auto; }
"""


class IrActionsReport(models.Model):
    """Every sheet of our papers says what it belongs to: the number and the car, and which sheet of how many it is.

    Headers of wkhtmltopdf need its patched build, and count on from one record to the next. So papers of more than
    one sheet get their line afterwards, laid over each sheet by the same program with the same fonts.
    """

    _inherit = 'ir.actions.report'

    def _run_wkhtmltopdf(
        self, bodies, report_ref=False, header=None, footer=None, landscape=False, specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        bodies = list(bodies)
        options = {
            'report_ref': report_ref, 'header': header, 'footer': footer, 'landscape': landscape,
            'specific_paperformat_args': specific_paperformat_args, 'set_viewport_size': set_viewport_size,
        }
        content = super()._run_wkhtmltopdf(bodies, **options)
        if len(bodies) != 1 or not report_ref or not self._is_aftersales_print(report_ref):
            return content
        tree = html.fromstring(str(bodies[0]))
        papers = tree.xpath(f'//*[{PAGE}]')
        sheets = len(PdfFileReader(io.BytesIO(content), strict=False).pages)
        if not papers or sheets <= len(papers):
            return content  # a sheet each
        if len(papers) == 1:
            return self._add_running_line(content, papers[0], options)
        parts = []
        for paper in papers:
            paper.set('class', 'page o_as_page o_as_last')
            part = super()._run_wkhtmltopdf([_keep_only(tree, papers, paper)], **options)
            parts.append(io.BytesIO(self._add_running_line(part, paper, options)))
        return self._merge_pdfs(parts).getvalue()

    def _is_aftersales_print(self, report_ref):
        name = self._get_report(report_ref).report_name or ''
        return name.startswith('aftersales.') and f'report.{name}' in self.env.registry

    def _add_running_line(self, content, paper, options):
        """The same sheets with their line on each; as they are when they cannot be read."""
        sheets = PdfFileReader(io.BytesIO(content), strict=False).pages
        if len(sheets) < 2:
            return content
        running = ' '.join(' '.join(paper.xpath(f'.//*[{RUNNING}]//text()')).split())
        margins = {**(options.get('specific_paperformat_args') or {}), **RUNNING_MARGINS}
        lines = self._get_report(options['report_ref'])._run_wkhtmltopdf(
            [_draw_running_lines(running, len(sheets))], landscape=options['landscape'], specific_paperformat_args=margins,
            set_viewport_size=options['set_viewport_size'])
        try:
            lines = PdfFileReader(io.BytesIO(lines), strict=False).pages
            writer = PdfFileWriter()
            for index, (sheet, line) in enumerate(zip(sheets, lines, strict=True)):
                writer.addPage(sheet)
                left, bottom, right, top = (int(value) for value in line['/MediaBox'])
                for box in ('/CropBox', '/TrimBox'):  # what is merged of it
                    line[NameObject(box)] = ArrayObject(map(NumberObject, (left, max(bottom, top - BAND), right, top)))
                writer.getPage(index).mergePage(line)
            result = io.BytesIO()
            writer.write(result)
            return result.getvalue()
        except (PdfReadError, ValueError):
            _logger.warning("The sheets of %s could not be numbered", running, exc_info=True)
            return content


def _keep_only(tree, papers, paper):
    """The document with one of its papers alone."""
    for other in papers:
        other.set('style', '' if other is paper else 'display: none')
    return Markup(etree.tostring(tree, encoding='unicode', method='html', doctype='<!DOCTYPE html>'))


def _draw_running_lines(running, count):
    """A document of as many sheets, with nothing but the line of each."""
    return Markup('<!DOCTYPE html><html><head><meta charset="utf-8"/><style>%s</style></head><body>%s</body></html>') % (
        Markup(RUNNING_STYLE), Markup().join(
            Markup('<div class="%s"><table><tr><td>%s</td><td style="text-align: right;">%s / %s</td></tr></table></div>') % (
                'last' if number == count else '', running if number > 1 else '', number, count)
            for number in range(1, count + 1)))
