def migrate(cr, version):
    """Fields and anchors moved between views. While they are loaded one after the other, a view that is still of the
    last version would be laid over one that is new already: ours stand aside until all of them are new."""
    cr.execute("""
        CREATE TABLE aftersales_views_aside AS
        SELECT view.id
          FROM ir_ui_view view
          JOIN ir_model_data data ON data.model = 'ir.ui.view' AND data.res_id = view.id AND data.module = 'aftersales'
         WHERE view.mode = 'extension' AND view.active
    """)
    cr.execute("UPDATE ir_ui_view SET active = FALSE WHERE id IN (SELECT id FROM aftersales_views_aside)")
